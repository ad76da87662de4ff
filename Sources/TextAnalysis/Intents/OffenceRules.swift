extension IntentRule {
    /// Strong language as an intent, so that a workspace's rules can name it.
    static let offences: [IntentRule] = [
        IntentRule(
            .profanity, "profanity", 0.9, deniable: false, [OffensiveWords.strong.sorted().joined(separator: "|")]),
        IntentRule(.profanity, "slur", 0.95, deniable: false, [OffensiveWords.slurs.sorted().joined(separator: "|")]),
    ]
}
