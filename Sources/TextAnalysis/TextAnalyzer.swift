/// What a workspace tells the analysis about itself.
package struct TextAnalyzerConfiguration: Sendable {
    /// ISO 639-1 codes of the languages the workspace answers in; the first decides stems and stop words.
    package var languages: [String]
    /// Groups of words or phrases that mean the same to this company, beside the general ones.
    package var synonyms: [[String]]
    package var competitors: [String]

    package init(languages: [String] = ["en"], synonyms: [[String]] = [], competitors: [String] = []) {
        self.languages = languages
        self.synonyms = synonyms
        self.competitors = competitors
    }
}

/// Reads messages by rules: language, feelings, intents, questions, abuse, personal data, topics.
///
/// Immutable once made and cheap to copy; any number of threads may use one. Make it once a workspace: its tables are
/// compiled in the initialiser (some milliseconds).
package struct TextAnalyzer: Sendable {
    package let configuration: TextAnalyzerConfiguration
    /// The terms of documents and queries; hand the same to ``BM25Index``.
    package let terms: TermAnalyzer
    /// The rules read English stems, whatever the workspace's first language is.
    private let english: Stemmer
    private let intents: IntentDetector
    private let sentiments: SentimentReader
    private let abuse: AbuseDetector
    private let splitter: QuestionSplitter
    private let negation: Negation

    /// Intents, feelings and questions are read from this many bytes of a message; personal data from all of it.
    package static let longestReading = 32_768

    package init(_ configuration: TextAnalyzerConfiguration = TextAnalyzerConfiguration()) {
        self.configuration = configuration
        terms = TermAnalyzer(language: configuration.languages.first ?? "en", synonyms: configuration.synonyms)
        english = Stemmer(language: "en")
        intents = IntentDetector(stemmer: english, competitors: configuration.competitors)
        sentiments = SentimentReader(stemmer: english)
        abuse = AbuseDetector(stemmer: english)
        splitter = QuestionSplitter(terms: TermAnalyzer(language: "en"))
        negation = Negation(stemmer: english)
    }

    package func analyze(_ message: String) -> MessageAnalysis {
        let reading = Reading(message, stemmer: english)
        let denied = negation.scopes(in: reading.words)
        var hits = intents.hits(in: reading.words, denied: denied, text: reading.text)
        if let oddity = Oddities.intent(of: reading.tokens, reading.words) {
            hits.insert(
                IntentHit(intent: oddity, rule: oddity.rawValue, range: reading.range, text: "", strength: 0.9), at: 0)
        }
        let questions = splitter.parts(
            of: reading.text, words: reading.words, places: reading.places, intents: hits)
        return MessageAnalysis(
            language: DetectedLanguage.detect(reading.tokens, allowed: configuration.languages),
            sentiment: sentiments.read(
                reading.words, tokens: reading.text.tokens, places: reading.places, source: reading.text),
            intents: hits,
            speechAct: SpeechAct(hits: hits, questions: questions, wordCount: reading.words.words.count),
            body: reading.body,
            questions: questions, abuse: abuse.find(in: reading.words, denied: denied),
            personalData: PersonalDataSpan.all(in: message),
            topics: Topics.stems(in: reading.words, terms: terms), tokens: reading.text)
    }

    package func sentiment(of message: String) -> Sentiment {
        let reading = Reading(message, stemmer: english)
        return sentiments.read(reading.words, tokens: reading.text.tokens, places: reading.places, source: reading.text)
    }

    package func abuse(in message: String) -> AbuseFinding {
        let words = Reading(message, stemmer: english).words
        return abuse.find(in: words, denied: negation.scopes(in: words))
    }

    package func intents(in message: String) -> [IntentHit] { analyze(message).intents }

    package func questions(in message: String) -> [QuestionPart] { analyze(message).questions }

    package func language(of message: String) -> DetectedLanguage? {
        DetectedLanguage.detect(Reading(message, stemmer: english).tokens, allowed: configuration.languages)
    }
}

/// A message prepared once for all rules: cut to what is read, without what its sender did not write now.
private struct Reading {
    let text: TokenizedText
    let body: MessageBody
    /// Indices of the tokens inside the body.
    let places: [Int]
    let words: RuleWords

    init(_ message: String, stemmer: Stemmer) {
        let body = MessageBody(Self.beginning(of: message))
        let text = TokenizedText(Self.beginning(of: message))
        var places: [Int] = []
        var part = 0
        for (place, token) in text.tokens.enumerated() {
            while part < body.kept.count, body.kept[part].upperBound <= token.range.lowerBound { part += 1 }
            guard part < body.kept.count else { break }
            if token.range.lowerBound >= body.kept[part].lowerBound { places.append(place) }
        }
        self.body = body
        self.text = text
        self.places = places
        words = RuleWords(text.tokens, places: places, stemmer: stemmer)
    }

    var tokens: [Token] { places.map { text.tokens[$0] } }
    var range: Range<Int> { (body.kept.first?.lowerBound ?? 0)..<(body.kept.last?.upperBound ?? 0) }

    private static func beginning(of message: String) -> String {
        let utf8 = message.utf8
        guard utf8.count > TextAnalyzer.longestReading else { return message }
        var end = utf8.index(utf8.startIndex, offsetBy: TextAnalyzer.longestReading)
        while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(message.unicodeScalars[..<end])
    }
}
