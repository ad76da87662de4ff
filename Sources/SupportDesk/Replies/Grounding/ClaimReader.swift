import TextAnalysis

/// Finds sentences about the product most of whose words no section has.
struct ClaimReader: Sendable {
    let analyzer: TermAnalyzer

    func find(in reply: ComposedReply, grounds: ReplyGrounds) -> [Range<Int>] {
        guard reply.isEnglish else { return [] }
        return reply.text.sentences.compactMap { sentence in
            guard !sentence.isQuestion else { return nil }
            let words = reply.text.tokens[sentence.tokens].filter { $0.kind == .word && !analyzer.isStopWord($0.text) }
            guard !Self.isTalk(words), !Self.asksBack(reply.text.tokens[sentence.tokens]) else { return nil }
            return isUnfounded(words, grounds.terms.covers(words)) ? sentence.range : nil
        }
    }

    private func isUnfounded(_ words: [Token], _ covered: [Bool]) -> Bool {
        var known = 0.0
        var unknown = 0.0
        var strange = 0
        for (word, isCovered) in zip(words, covered) {
            let isLight = analyzer.isLight(word.text)
            let isEveryday = isLight || analyzer.isEveryday(word.text)
            if isCovered {
                known += isLight ? 0.25 : isEveryday ? 0.5 : 1
            } else if !isLight {
                unknown += isEveryday ? 0.4 : 1
                if !isEveryday { strange += 1 }
            }
        }
        return strange >= 1 && unknown >= 1.8 && unknown > known
    }

    /// Courtesies, feelings and what the reply says of itself.
    private static func isTalk(_ words: [Token]) -> Bool {
        words.contains { talk.contains($0.text) }
    }

    /// "Please send me the exact wording."
    private static func asksBack(_ tokens: ArraySlice<Token>) -> Bool {
        zip(tokens, tokens.dropFirst()).contains { asking.contains($0.text) && ["me", "us"].contains($1.text) }
    }

    private static let asking: Set<String> = ["tell", "send", "give", "show", "let", "write", "share"]

    private static let talk: Set<String> = [
        "sorry", "apologise", "apologize", "apologies", "thank", "thanks", "happy", "glad", "welcome", "understand",
        "hope", "frustrating", "frustration", "inconvenience", "worry", "appreciate", "regards", "sincerely", "hello",
        "congratulations", "unfortunately", "gladly", "promise",
    ]
}
