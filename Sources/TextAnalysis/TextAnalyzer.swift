/// What a workspace tells the analysis about itself.
package struct TextAnalyzerConfiguration: Sendable {
    /// ISO 639-1 codes of the languages the workspace answers in; the first decides stems and stop words.
    package var languages: [String] = ["en"]
    /// Groups of words or phrases that mean the same to this company, beside the general ones.
    package var synonyms: [[String]] = []
    package var competitors: [String] = []

    package init(languages: [String] = ["en"], synonyms: [[String]] = [], competitors: [String] = []) {
        self.languages = languages
        self.synonyms = synonyms
        self.competitors = competitors
    }
}

/// Reads messages by rules: language, feelings, intents, questions, abuse, personal data, topics.
///
/// Immutable once made and cheap to copy; any number of threads may use one. Make it once a workspace: its tables are
/// compiled in the initialiser (a few milliseconds).
package struct TextAnalyzer: Sendable {
    package let configuration: TextAnalyzerConfiguration
    /// The terms of documents and queries; hand the same to ``BM25Index``.
    package let terms: TermAnalyzer

    /// Intents, feelings and questions are read from this many bytes of a message; personal data from all of it.
    package static let longestReading = 32_768
}

extension TextAnalyzer {
    package init(_ configuration: TextAnalyzerConfiguration = TextAnalyzerConfiguration()) {
        self.configuration = configuration
        terms = TermAnalyzer(language: configuration.languages.first ?? "en", synonyms: configuration.synonyms)
    }

    package func analyze(_ text: String) -> MessageAnalysis {
        MessageAnalysis(
            language: nil, sentiment: .neutral, intents: [], speechAct: .statement,
            body: MessageBody(kept: [], text: text, hasQuotation: false), questions: [], abuse: .none, personalData: [],
            topics: [], tokens: TokenizedText(text))
    }

    package func sentiment(of text: String) -> Sentiment { analyze(text).sentiment }
    package func abuse(in text: String) -> AbuseFinding { analyze(text).abuse }
    package func personalData(in text: String) -> [PersonalDataSpan] { analyze(text).personalData }
    package func language(of text: String) -> DetectedLanguage? { analyze(text).language }
    package func questions(in text: String) -> [QuestionPart] { analyze(text).questions }
}
