/// Picks the words that say what a message is about.
enum Topics {
    static let most = 8

    /// Content stems by how often they occur; capitals inside a sentence, codes and early places weigh a little more.
    static func stems(in words: RuleWords, terms: TermAnalyzer) -> [String] {
        var weights: [String: (weight: Double, place: Int)] = [:]
        for (place, word) in words.words.enumerated() {
            let token = words.tokens[word.token]
            guard token.kind == .word || token.kind == .hashtag || isLetteredCode(token), word.text.utf8.count > 2,
                !terms.isStopWord(word.text), !terms.isLight(word.text), !isColour(word.text)
            else { continue }
            let stem = Folding.withoutAccents(word.stem)
            var weight = place < 20 ? 1.2 : 1
            if token.kind == .code || (token.traits.contains(.capitalised) && word.boundary == .none) { weight += 0.3 }
            let known = weights[stem] ?? (0, place)
            weights[stem] = (known.weight + weight, known.place)
        }
        return weights.sorted { ($1.value.weight, $0.value.place) < ($0.value.weight, $1.value.place) }
            .prefix(most).map(\.key)
    }

    private static func isLetteredCode(_ token: Token) -> Bool {
        token.kind == .code && token.text.utf8.contains { PersonalDataScanner.isLetter($0) }
    }

    /// Words that colour a message and name no matter.
    private static func isColour(_ word: String) -> Bool {
        OffensiveWords.strong.contains(word) || OffensiveWords.mild.contains(word)
            || OffensiveWords.slurs.contains(word)
            || FeelingWords.strengtheners[word] != nil
    }
}
