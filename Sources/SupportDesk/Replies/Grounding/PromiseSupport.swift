import TextAnalysis

/// What may stand behind a promise: the company's own words, and the sections.
struct PromiseSupport {
    private let analyzer: TermAnalyzer
    /// The stems of each sentence of the company's own words.
    private let given: [Set<String>]
    /// The stems of each sentence of the sections that says what the company does.
    private let doings: [Set<String>]
    /// The stems of each section.
    private let passages: [Set<String>]

    init(_ grounds: ReplyGrounds, analyzer: TermAnalyzer) {
        self.analyzer = analyzer
        func stems(_ tokens: some Sequence<Token>) -> Set<String> {
            Set(tokens.lazy.filter(\.isWordLike).map { analyzer.term(of: $0.text) })
        }
        given = grounds.given.flatMap { text in text.sentences.map { stems(text.tokens[$0.tokens]) } }
        passages = grounds.passages.map { stems($0.tokens) }
        doings = grounds.passages.flatMap { text in
            text.sentences.filter { sentence in
                text.tokens[sentence.tokens].contains { ["we", "us", "our"].contains($0.text) }
            }.map { stems(text.tokens[$0.tokens]) }
        }
    }

    /// Whether the company says at least three quarters of the words that matter, and every one about time.
    ///
    /// No section can know what "I" did. What "we" do must be a section's sentence about us; what reaches the customer or
    /// happens to a thing may be spread over a section.
    func says(_ words: ArraySlice<ComposedReply.Word>) -> Bool {
        let matter = words.filter { !analyzer.isStopWord($0.text) && !PromiseReader.adverbs.contains($0.text) }
            .map { analyzer.term(of: $0.text) }
        guard !matter.isEmpty else { return false }
        let times = Set(words.map(\.text)).intersection(Self.times).map { analyzer.term(of: $0) }
        func isSaid(_ text: Set<String>) -> Bool {
            matter.count { text.contains($0) } * 4 >= matter.count * 3 && text.isSuperset(of: times)
        }
        if given.contains(where: isSaid) { return true }
        guard let first = words.first?.text, first != "i" else { return false }
        let isDoing = ["we", "our", "a", "an", "the", "one", "my", "someone", "somebody"].contains(first)
        return (isDoing ? doings : passages).contains(where: isSaid)
    }

    private static let times: Set<String> = [
        "tomorrow", "today", "tonight", "soon", "shortly", "immediately", "asap", "hours", "hour", "days", "day",
        "week", "weeks", "month", "minutes", "monday", "tuesday", "wednesday", "thursday", "friday", "priority",
        "next", "always", "never",
    ]
}
