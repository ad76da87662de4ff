/// Messages that are no sentences: nothing, pictures, keys struck at random, what machines write.
enum Oddities {
    /// `nil` when the message has words that could mean something.
    static func intent(of tokens: [Token], _ words: RuleWords) -> Intent? {
        if !tokens.contains(where: \.isWordLike) {
            return tokens.contains { $0.kind == .emoji || $0.kind == .emoticon } ? .emojiOnly : .empty
        }
        return isGibberish(tokens) ? .gibberish : nil
    }

    /// Few words, most of which nobody could say, and none that everybody uses. Latin script only.
    private static func isGibberish(_ tokens: [Token]) -> Bool {
        let words = tokens.filter { $0.kind == .word || $0.kind == .number || $0.kind == .code }
        guard !words.isEmpty, words.count <= 12, words.contains(where: { $0.kind == .word }) else { return false }
        let isKnown = words.contains { WordLists.stopWords.contains($0.text) || WordLists.lightWords.contains($0.text) }
        guard !isKnown else { return false }
        let odd = words.count { $0.kind == .word && isUnspeakable($0) }
        return odd * 10 >= words.count * 6
    }

    private static func isUnspeakable(_ token: Token) -> Bool {
        let letters = Array(token.text.utf8)
        guard letters.count >= 4, letters.allSatisfy({ PersonalDataScanner.isLetter($0) }) else { return false }
        guard !(token.traits.contains(.allCapitals) && letters.count <= 6) else { return false }
        let word = token.text
        if keyRows.contains(where: { word.utf8.count >= 4 && hasRun(of: $0, in: letters) }) { return true }
        var consonants = 0
        var vowels = 0
        var longest = 0
        for letter in letters {
            let isVowel = "aeiouy".utf8.contains(letter)
            vowels += isVowel ? 1 : 0
            consonants = isVowel ? 0 : consonants + 1
            longest = max(longest, consonants)
        }
        let distinct = Set(letters).count
        return vowels == 0 || longest >= 5 || (letters.count >= 5 && distinct <= 2)
            || (letters.count >= 14 && vowels * 6 < letters.count)
            || repeats(letters)
    }

    /// "asdasd", "jkljkl"
    private static func repeats(_ letters: [UInt8]) -> Bool {
        for length in 2...4 where letters.count >= 2 * length && letters.count % length == 0 && letters.count >= 6 {
            if letters.indices.allSatisfy({ letters[$0] == letters[$0 % length] }) { return true }
        }
        return false
    }

    private static func hasRun(of row: [UInt8], in letters: [UInt8]) -> Bool {
        guard letters.count >= 4 else { return false }
        return (0...(letters.count - 4)).contains { start in
            guard let at = row.firstIndex(of: letters[start]) else { return false }
            return at + 4 <= row.count && row[at..<at + 4].elementsEqual(letters[start..<start + 4])
        }
    }

    /// Runs of four neighbouring keys; none of them is inside a common English word.
    private static let keyRows = ["asdfgh", "sdfghjkl", "qwert", "zxcvbnm", "lkjhgfdsa", "poiuy"].map { Array($0.utf8) }

    /// Rules for what machines write.
    static let automaticReplies = IntentRule(
        .automaticReply, "automatic reply", 0.9, deniable: false,
        [
            "out of the? office until|from|and|with|on|reply|message|i?",
            "automatic|automated|auto reply|response|message|answer", "autoreply",
            "this is an automatic|automated|auto", "i am currently? out of|away on|from|office",
            "i am currently away|traveling|travelling|on|unavailable",
            "annual|parental|maternity|paternity leave until|and|with|from", "delivery status notification",
            "delivery has failed", "undelivered|undeliverable mail|message|returned|:?",
            "mail delivery failed|subsystem|system", "mailer daemon",
            "returned to sender", "message could not be delivered", "do not reply to this",
            "limited access to my? email", "will respond|reply to you? when|upon|after i|my return?",
        ])
}
