/// Finds the words that a text denies: "I don't want a **refund**", "no need for a **human**".
///
/// Denying a wish is not the same as lacking the thing: "I did not get my refund" denies nothing here.
struct Negation: Sendable {
    private var book = PatternBook<Void>()

    init(stemmer: Stemmer) {
        for pattern in Self.openings { book.add(pattern, (), stemmer: stemmer) }
        book.seal()
    }

    /// For each word whether it stands in a denial.
    func scopes(in text: RuleWords) -> [Bool] {
        var denied = [Bool](repeating: false, count: text.words.count)
        for match in book.matches(in: text) {
            var place = match.words.upperBound
            let end = min(place + Self.reach, text.words.count)
            while place < end, text.words[place].boundary == .none, !Self.closers.contains(text.words[place].text) {
                denied[place] = true
                place += 1
            }
        }
        return denied
    }

    private static let reach = 8

    private static let closers: Set<String> = [
        "but", "just", "only", "instead", "however", "rather", "although", "though", "yet", "except", "unless", "until",
        "because", "since", "so", "please", "i", "we", "then",
    ]

    private static let openings = [
        "do|does|did not want|need|require|wish|expect|request|seek", "would not want|need|like",
        "do not really|actually|even want|need",
        "not looking|asking|going|trying|planning|intending|here|interested for|to|in",
        "not want|wanting|needing|requesting|after|about|regarding|a|an|any|really|necessarily a|an|any|the|my|to?",
        "not after|about|regarding|requesting|demanding", "no need for|to|of", "no", "without", "instead of",
        "rather than",
        "not a|an|the", "never asked|wanted|requested for|a|to", "nothing to do with", "please do not",
        "do not send|give|offer|transfer|connect|escalate",
        "not only for",
    ]
}
