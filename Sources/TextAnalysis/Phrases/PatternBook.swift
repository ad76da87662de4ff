/// Many short patterns over words, compiled to be looked for at once.
///
/// A pattern is words separated by spaces. A word is compared as it stands; `a|b` is either; `word~` any word with the
/// same stem; `word*` any that begins so; `_` any one word; `...` up to three words of any kind; a trailing `?` makes a
/// place optional. Contractions are written open (`do not`). Matches never cross the end of a sentence.
struct PatternBook<Payload: Sendable>: Sendable {
    struct Match {
        let pattern: Int
        /// Indices into ``RuleWords/words``.
        let words: Range<Int>
    }

    struct Place: Sendable {
        var symbols: [Int32] = []
        var isAny = false
        var isOptional = false
        /// Words of any kind that may be passed over instead.
        var gap = 0
    }

    /// A place in the flat tables that matching walks through: no reference is counted there.
    private struct FlatPlace {
        let symbols: Range<Int32>
        let gap: Int8
        let isAny: Bool
        let isOptional: Bool
    }

    private(set) var payloads: [Payload] = []
    private var symbols = PatternSymbols()
    private var flatSymbols: [Int32] = []
    private var flatPlaces: [FlatPlace] = []
    /// The places of pattern `p` are `patternStarts[p]..<patternStarts[p + 1]`.
    private var patternStarts: [Int32] = [0]
    /// Patterns by the symbol of their first word: `firstStarts[s]..<firstStarts[s + 1]` in `firstPatterns`.
    private var firsts: [(symbol: Int32, pattern: Int32)] = []
    private var firstStarts: [Int32] = []
    private var firstPatterns: [Int32] = []

    init() {}

    /// Makes what was added findable. To be called once, after the last pattern.
    mutating func seal() {
        firstStarts = [Int32](repeating: 0, count: Int(symbols.count) + 1)
        for first in firsts { firstStarts[Int(first.symbol) + 1] += 1 }
        for symbol in firstStarts.indices.dropFirst() { firstStarts[symbol] += firstStarts[symbol - 1] }
        var next = firstStarts
        firstPatterns = [Int32](repeating: 0, count: firsts.count)
        for first in firsts {
            firstPatterns[Int(next[Int(first.symbol)])] = first.pattern
            next[Int(first.symbol)] += 1
        }
    }

    /// Adds a pattern of internal rules, written as above. A pattern without a fixed first word is ignored.
    mutating func add(_ pattern: String, _ payload: Payload, stemmer: Stemmer) {
        let places = pattern.split(separator: " ").map { place(String($0), stemmer) }
        add(places, payload)
    }

    mutating func add(_ places: [Place], _ payload: Payload) {
        guard let first = places.first else { return }
        if first.isOptional { add(Array(places.dropFirst()), payload) }
        guard !first.symbols.isEmpty else { return }
        let number = Int32(payloads.count)
        payloads.append(payload)
        for (index, place) in places.enumerated() {
            let start = Int32(flatSymbols.count)
            flatSymbols += place.symbols
            flatPlaces.append(
                FlatPlace(
                    symbols: start..<Int32(flatSymbols.count), gap: Int8(place.gap), isAny: place.isAny,
                    isOptional: place.isOptional && index > 0))
        }
        patternStarts.append(Int32(flatPlaces.count))
        for symbol in Set(first.symbols) { firsts.append((symbol, number)) }
    }

    private mutating func place(_ text: String, _ stemmer: Stemmer) -> Place {
        var place = Place()
        if text == "..." {
            place.gap = 3
            return place
        }
        var text = text
        if text.count > 1, text.hasSuffix("?") {
            text.removeLast()
            place.isOptional = true
        }
        for word in text.split(separator: "|") {
            if word == "_" {
                place.isAny = true
            } else if word.hasSuffix("~") {
                place.symbols.append(symbols.stem(stemmer.stem(String(word.dropLast()))))
            } else if word.hasSuffix("*"), word.utf8.count > 2 {
                place.symbols.append(symbols.prefix(String(word.dropLast())))
            } else {
                place.symbols.append(symbols.exact(String(word)))
            }
        }
        return place
    }

    mutating func exact(_ word: String) -> Int32 { symbols.exact(word) }
    mutating func stem(_ stem: String) -> Int32 { symbols.stem(stem) }
    mutating func prefix(_ prefix: String) -> Int32 { symbols.prefix(prefix) }

    /// Every match, by position; at most `limit`.
    func matches(in text: RuleWords, limit: Int = 1_000) -> [Match] {
        let found = text.words.map { symbols.found(in: $0) }
        let boundaries = text.words.map { $0.boundary == .sentence }
        var result: [Match] = []
        func tryAll(from symbol: Int32, at start: Int) {
            guard symbol >= 0, symbol + 1 < firstStarts.count else { return }
            for index in firstStarts[Int(symbol)]..<firstStarts[Int(symbol) + 1] where result.count < limit {
                let pattern = Int(firstPatterns[Int(index)])
                let places = Int(patternStarts[pattern])..<Int(patternStarts[pattern + 1])
                if let end = match(places, at: start, first: start, found, boundaries) {
                    result.append(Match(pattern: pattern, words: start..<end))
                }
            }
        }
        for start in text.words.indices where result.count < limit {
            tryAll(from: found[start].exact, at: start)
            if found[start].stem != found[start].exact { tryAll(from: found[start].stem, at: start) }
            for symbol in found[start].prefixes { tryAll(from: symbol, at: start) }
        }
        return result
    }

    func payload(of match: Match) -> Payload { payloads[match.pattern] }

    /// Where a pattern that starts at a word ends; the shortest way through its gaps. Gaps are at most three wide and
    /// patterns short, so trying again is bounded.
    private func match(
        _ places: Range<Int>, at word: Int, first: Int, _ found: [FoundSymbols], _ opensSentence: [Bool]
    ) -> Int? {
        guard !places.isEmpty else { return word }
        let place = flatPlaces[places.lowerBound]
        let rest = places.dropFirst()
        if place.gap > 0 {
            for skipped in 0...Int(place.gap) {
                if let end = match(rest, at: word + skipped, first: first, found, opensSentence) { return end }
                guard word + skipped < found.count, !opensSentence[word + skipped] else { return nil }
            }
            return nil
        }
        if word < found.count, word == first || !opensSentence[word], place.isAny || holds(place, found[word]),
            let end = match(rest, at: word + 1, first: first, found, opensSentence)
        {
            return end
        }
        return place.isOptional ? match(rest, at: word, first: first, found, opensSentence) : nil
    }

    private func holds(_ place: FlatPlace, _ found: FoundSymbols) -> Bool {
        for index in Int(place.symbols.lowerBound)..<Int(place.symbols.upperBound) {
            let symbol = flatSymbols[index]
            if symbol == found.exact || symbol == found.stem { return true }
            if !found.prefixes.isEmpty, found.prefixes.contains(symbol) { return true }
        }
        return false
    }
}

/// The symbols one word of a text stands for: itself, its stem, prefixes that patterns ask for. −1 for none.
struct FoundSymbols {
    let exact: Int32
    let stem: Int32
    let prefixes: [Int32]
}

/// Numbers for the words, stems and prefixes that patterns ask for.
struct PatternSymbols: Sendable {
    private var exacts: [String: Int32] = [:]
    private var stems: [String: Int32] = [:]
    private var prefixes: [UInt8: [(text: [UInt8], symbol: Int32)]] = [:]
    private(set) var count: Int32 = 0

    mutating func exact(_ word: String) -> Int32 { Self.number(word, &exacts, &count) }

    mutating func stem(_ stem: String) -> Int32 { Self.number(stem, &stems, &count) }

    mutating func prefix(_ prefix: String) -> Int32 {
        let text = Array(prefix.utf8)
        if let known = prefixes[text[0]]?.first(where: { $0.text == text }) { return known.symbol }
        prefixes[text[0], default: []].append((text, count))
        count += 1
        return count - 1
    }

    func found(in word: RuleWords.Word) -> FoundSymbols {
        var matching: [Int32] = []
        if let first = word.text.utf8.first, let candidates = prefixes[first] {
            for candidate in candidates where word.text.utf8.starts(with: candidate.text) {
                matching.append(candidate.symbol)
            }
        }
        return FoundSymbols(exact: exacts[word.text] ?? -1, stem: stems[word.stem] ?? -1, prefixes: matching)
    }

    private static func number(_ text: String, _ table: inout [String: Int32], _ count: inout Int32) -> Int32 {
        if let known = table[text] { return known }
        table[text] = count
        count += 1
        return count - 1
    }
}
