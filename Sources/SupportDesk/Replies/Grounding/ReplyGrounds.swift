import TextAnalysis

/// The texts that a freely written reply may draw on, read once.
struct ReplyGrounds {
    /// The sections alone.
    let passages: [TokenizedText]
    /// What the company says beside them, its own names included.
    let given: [TokenizedText]
    let said: [TokenizedText]
    /// The terms of the sections and of the company's words.
    let terms: TermSet
    /// The English stems of the sections' and the company's words, without what merely stands for them.
    let stems: Set<String>
    let labels: LabelBook

    init(
        passages: [Passage], given: [String], said: [String], names: [String], analyzer: TermAnalyzer,
        stemmer: Stemmer
    ) {
        self.passages = passages.map {
            MarkedLabel.text(
                [$0.documentTitle, $0.headingPath.joined(separator: "\n"), $0.markdown].joined(separator: "\n\n"))
        }
        self.given = given.map(MarkedLabel.text)
        self.said = said.map(MarkedLabel.text)
        let own = names.map(MarkedLabel.text)
        terms = TermSet(self.passages + self.given + own, terms: analyzer)
        stems = Set(
            stemmer.stems(
                Array(
                    Set(
                        (self.passages + self.given + own).flatMap { $0.tokens.filter { $0.kind == .word }.map(\.text) }
                    ))))
        labels = LabelBook(self.passages + self.given + self.said + own)
    }

    var all: [TokenizedText] { passages + given + said }
}
