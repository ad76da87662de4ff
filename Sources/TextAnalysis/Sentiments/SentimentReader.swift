/// Scores feelings by words, phrases, emoji and how they are written.
struct SentimentReader: Sendable {
    private var byWord: [String: Double] = [:]
    private var byStem: [String: Double] = [:]
    private var byEmoji: [String: Double] = [:]
    private var phrases = PatternBook<Double>()

    init(stemmer: Stemmer) {
        for group in FeelingWords.groups {
            for word in group.words.split(whereSeparator: \.isWhitespace).map(String.init) {
                byWord[word] = group.weight
                let stem = stemmer.stem(word)
                // Of two words with one stem the milder one speaks for the forms not listed.
                byStem[stem] = byStem[stem].map { abs($0) < abs(group.weight) ? $0 : group.weight } ?? group.weight
            }
        }
        for group in FeelingWords.emoji {
            for sign in group.signs.unicodeScalars { byEmoji[String(Character(sign))] = group.weight }
        }
        for group in FeelingWords.phrases {
            for pattern in group.patterns { phrases.add(pattern, group.weight, stemmer: stemmer) }
        }
        phrases.seal()
        for word in OffensiveWords.strong.union(OffensiveWords.slurs) where byWord[word] == nil { byWord[word] = -2.8 }
    }

    /// One expression of feeling at a place.
    private struct Signal {
        let words: Range<Int>
        let token: Int
        var weight: Double
    }

    func read(_ text: RuleWords, tokens: [Token], places: [Int], source: TokenizedText) -> Sentiment {
        var signals = signals(in: text)
        for index in signals.indices { adjust(&signals[index], text, tokens) }
        signals = weighedByContrast(signals, text)
        let pictures = pictures(tokens, places)
        let feelings = signals.map(\.weight) + pictures.map(\.weight)
        guard !feelings.isEmpty else { return emphasisAlone(text, tokens, places) }
        let emphasis = Emphasis(tokens, places)
        var sum = feelings.reduce(0, +)
        sum += (sum < 0 ? -1 : 1) * emphasis.strength(wordCount: text.words.count)
        let magnitude = feelings.reduce(0) { $0 + abs($1) }
        let agreement = magnitude > 0 ? abs(feelings.reduce(0, +)) / magnitude : 0
        let density = min(1, magnitude / (2 + 0.15 * Double(text.words.count)))
        let strongest = (signals + pictures).sorted { abs($0.weight) > abs($1.weight) }.prefix(5)
        return Sentiment(
            score: Self.score(sum),
            confidence: min(
                1, 0.15 + 0.55 * density * (0.4 + 0.6 * agreement) + 0.3 * agreement * min(1, magnitude / 5)),
            reasons: strongest.filter { abs($0.weight) >= 0.5 }.map { reason($0, text, tokens, source) })
    }

    /// From the sum of weights to 0…1: flat at the ends, and neutral a little above the middle, since asking for help is
    /// no complaint.
    private static func score(_ sum: Double) -> Double {
        let bent = sum / (sum * sum + 24).squareRoot()
        return min(1, max(0, bent < 0 ? 0.55 + 0.55 * bent : 0.55 + 0.45 * bent))
    }

    private func signals(in text: RuleWords) -> [Signal] {
        var phraseAt: [Int: (end: Int, weight: Double)] = [:]
        for match in phrases.matches(in: text) {
            let known = phraseAt[match.words.lowerBound]
            if known.map({ match.words.upperBound > $0.end }) ?? true {
                phraseAt[match.words.lowerBound] = (match.words.upperBound, phrases.payload(of: match))
            }
        }
        var signals: [Signal] = []
        var place = 0
        while place < text.words.count {
            let word = text.words[place]
            if let phrase = phraseAt[place] {
                signals.append(Signal(words: place..<phrase.end, token: word.token, weight: phrase.weight))
                place = phrase.end
                continue
            }
            if let weight = weight(of: word, text.tokens) {
                signals.append(Signal(words: place..<place + 1, token: word.token, weight: weight))
            }
            place += 1
        }
        return signals
    }

    private func weight(of word: RuleWords.Word, _ tokens: [Token]) -> Double? {
        if let known = byWord[word.text] { return known == 0 ? nil : known }
        if tokens[word.token].traits.contains(.elongated), let squeezed = Self.squeezed(word.text),
            let known = squeezed.lazy.compactMap({ byWord[$0] }).first
        {
            return known * 1.15
        }
        return byStem[word.stem].flatMap { $0 == 0 ? nil : $0 }
    }

    /// "soooo" and "loooove" with their runs of letters cut to two and to one.
    private static func squeezed(_ word: String) -> [String]? {
        let letters = Array(word.utf8)
        var run = 0
        var isElongated = false
        var two: [UInt8] = []
        var one: [UInt8] = []
        for (index, letter) in letters.enumerated() {
            run = index > 0 && letters[index - 1] == letter ? run + 1 : 1
            if run == 1 { one.append(letter) }
            if run <= 2 { two.append(letter) }
            if run >= 3 { isElongated = true }
        }
        return isElongated ? [String(decoding: two, as: UTF8.self), String(decoding: one, as: UTF8.self)] : nil
    }

    /// Negation, words of degree and capitals in the four words before.
    private func adjust(_ signal: inout Signal, _ text: RuleWords, _ tokens: [Token]) {
        let start = signal.words.lowerBound
        var factor = 1.0
        var isNegated = false
        var place = start - 1
        var distance = 1
        while place >= 0, distance <= 4, text.words[place + 1].boundary == .none {
            let word = text.words[place].text
            if let degree = FeelingWords.strengtheners[word], distance <= 2 {
                factor += degree / Double(distance)
            }
            if FeelingWords.negators.contains(word), !isQuestionLead(text, place) { isNegated = true }
            if FeelingWords.contrasts.contains(word) { break }
            place -= 1
            distance += 1
        }
        if isNegated {
            // "not great" is a mild complaint, "not bad" faint praise.
            signal.weight *= signal.weight > 0 ? -0.65 : -0.35
        }
        signal.weight *= factor
        let capitals = signal.words.contains { tokens[text.words[$0].token].traits.contains(.allCapitals) }
        if capitals, !text.isShouted { signal.weight *= 1.3 }
        if tokens[signal.token].traits.contains(.elongated) { signal.weight *= 1.15 }
    }

    /// "Why don't you …" asks and denies nothing.
    private func isQuestionLead(_ text: RuleWords, _ place: Int) -> Bool {
        place >= 2 && text.words[place - 2].text == "why"
    }

    /// What follows "but" in a sentence counts more than what went before it.
    private func weighedByContrast(_ signals: [Signal], _ text: RuleWords) -> [Signal] {
        var signals = signals
        for (place, word) in text.words.enumerated() where word.text == "but" || word.text == "however" {
            let start = text.words[...place].lastIndex { $0.boundary == .sentence } ?? 0
            let end = text.words[(place + 1)...].firstIndex { $0.boundary == .sentence } ?? text.words.count
            guard signals.contains(where: { $0.words.lowerBound > place && $0.words.lowerBound < end }) else {
                continue
            }
            for index in signals.indices {
                let at = signals[index].words.lowerBound
                if at >= start, at < place { signals[index].weight *= 0.6 }
                if at > place, at < end { signals[index].weight *= 1.3 }
            }
        }
        return signals
    }

    /// Emoji and emoticons; the same one again adds a fifth each time, five times at most.
    private func pictures(_ tokens: [Token], _ places: [Int]) -> [Signal] {
        var seen: [String: Int] = [:]
        var signals: [Signal] = []
        for place in places {
            let token = tokens[place]
            let weight: Double? =
                switch token.kind {
                case .emoji: byEmoji[token.text]
                case .emoticon: FeelingWords.emoticons[token.text]
                default: nil
                }
            guard let weight else { continue }
            let times = seen[token.text, default: 0]
            seen[token.text] = times + 1
            if times < 5 {
                signals.append(Signal(words: 0..<0, token: place, weight: times == 0 ? weight : weight * 0.2))
            }
        }
        return signals
    }

    /// A shouted message without a word of feeling is impatient at least.
    private func emphasisAlone(_ text: RuleWords, _ tokens: [Token], _ places: [Int]) -> Sentiment {
        let emphasis = Emphasis(tokens, places)
        guard text.isShouted || emphasis.longestRun >= 3 else { return .neutral }
        return Sentiment(score: text.isShouted ? 0.42 : 0.48, confidence: 0.2, reasons: [])
    }

    private func reason(_ signal: Signal, _ text: RuleWords, _ tokens: [Token], _ source: TokenizedText) -> String {
        source.text(in: signal.words.isEmpty ? tokens[signal.token].range : text.range(of: signal.words))
    }
}

/// Exclamation and question marks, as they strengthen a feeling.
private struct Emphasis {
    private(set) var longestRun = 0
    private var exclamations = 0
    private var mixedRuns = 0

    init(_ tokens: [Token], _ places: [Int]) {
        for place in places where tokens[place].kind == .punctuation {
            let token = tokens[place]
            guard token.text == "!" || token.text == "?" else { continue }
            let count = token.range.count
            if token.text == "!" { exclamations += min(count, 4) }
            if token.text == "?", count > 1 { mixedRuns += 1 }
            longestRun = max(longestRun, count)
        }
    }

    func strength(wordCount: Int) -> Double {
        0.35 * Double(min(exclamations, 4)) + 0.4 * Double(min(mixedRuns, 2))
    }
}

extension RuleWords {
    /// Mostly in capitals, so that capitals distinguish no word.
    var isShouted: Bool {
        guard words.count >= 4 else { return false }
        let lettered = words.filter { tokens[$0.token].kind == .word && tokens[$0.token].range.count > 1 }
        let capitals = lettered.count { tokens[$0.token].traits.contains(.allCapitals) }
        return lettered.count >= 3 && capitals * 10 >= lettered.count * 7
    }
}
