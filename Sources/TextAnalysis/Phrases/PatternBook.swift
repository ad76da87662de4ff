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

    private(set) var payloads: [Payload] = []
    private var patterns: [[Place]] = []
    private var symbols = PatternSymbols()
    /// Patterns by the symbol of their first word.
    private var byFirst: [[Int32]] = []

    init() {}

    /// Adds a pattern of internal rules, written as above. A pattern without a fixed first word is ignored.
    mutating func add(_ pattern: String, _ payload: Payload, stemmer: Stemmer) {
        let places = pattern.split(separator: " ").map { place(String($0), stemmer) }
        add(places, payload)
    }

    mutating func add(_ places: [Place], _ payload: Payload) {
        guard let first = places.first, !places.isEmpty else { return }
        if first.isOptional { add(Array(places.dropFirst()), payload) }
        guard !first.symbols.isEmpty else { return }
        let number = Int32(patterns.count)
        var required = places
        required[0].isOptional = false
        patterns.append(required)
        payloads.append(payload)
        for symbol in first.symbols {
            while byFirst.count <= Int(symbol) { byFirst.append([]) }
            byFirst[Int(symbol)].append(number)
        }
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
        var result: [Match] = []
        for start in text.words.indices {
            for symbol in found[start] where Int(symbol) < byFirst.count {
                for pattern in byFirst[Int(symbol)] {
                    guard let end = match(patterns[Int(pattern)][...], at: start, first: start, text, found) else {
                        continue
                    }
                    result.append(Match(pattern: Int(pattern), words: start..<end))
                    if result.count == limit { return result }
                }
            }
        }
        return result
    }

    func payload(of match: Match) -> Payload { payloads[match.pattern] }

    /// Where a pattern that starts at a word ends; the shortest way through its gaps. Gaps are at most three wide and
    /// patterns short, so trying again is bounded.
    private func match(
        _ places: ArraySlice<Place>, at word: Int, first: Int, _ text: RuleWords, _ found: [FoundSymbols]
    ) -> Int? {
        guard let place = places.first else { return word }
        let rest = places.dropFirst()
        if place.gap > 0 {
            for skipped in 0...place.gap {
                if let end = match(rest, at: word + skipped, first: first, text, found) { return end }
                guard word + skipped < text.words.count, text.words[word + skipped].boundary < .sentence else {
                    return nil
                }
            }
            return nil
        }
        let isThere = word < text.words.count && (word == first || text.words[word].boundary < .sentence)
        if isThere, place.isAny || found[word].contains(anyOf: place.symbols),
            let end = match(rest, at: word + 1, first: first, text, found)
        {
            return end
        }
        return place.isOptional ? match(rest, at: word, first: first, text, found) : nil
    }
}

/// The symbols one word of a text stands for: itself, its stem, prefixes that patterns ask for.
struct FoundSymbols: Sequence {
    let exact: Int32
    let stem: Int32
    let prefixes: [Int32]

    func contains(anyOf symbols: [Int32]) -> Bool {
        for symbol in symbols where symbol == exact || symbol == stem { return true }
        return !prefixes.isEmpty && symbols.contains { prefixes.contains($0) }
    }

    func makeIterator() -> Array<Int32>.Iterator {
        var all = prefixes
        if exact >= 0 { all.append(exact) }
        if stem >= 0 { all.append(stem) }
        return all.makeIterator()
    }
}

/// Numbers for the words, stems and prefixes that patterns ask for.
struct PatternSymbols: Sendable {
    private var exacts: [String: Int32] = [:]
    private var stems: [String: Int32] = [:]
    private var prefixes: [UInt8: [(text: [UInt8], symbol: Int32)]] = [:]
    private var count: Int32 = 0

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
