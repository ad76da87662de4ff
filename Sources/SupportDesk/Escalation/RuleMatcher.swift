import TextAnalysis

/// One rule with its phrases compiled.
struct RuleMatcher: Sendable {
    let rule: EscalationRule
    private let anyPhrase: PhraseMatcher?
    private let allPhrases: PhraseMatcher?
    private let wholeMessages: Set<String>

    init(_ rule: EscalationRule, language: String) {
        self.rule = rule
        let condition = rule.condition
        anyPhrase = condition.anyPhrase.isEmpty ? nil : PhraseMatcher(condition.anyPhrase, language: language)
        allPhrases = condition.allPhrases.isEmpty ? nil : PhraseMatcher(condition.allPhrases, language: language)
        wholeMessages = Set(condition.messageIs.map { SituationReading.words(of: TokenizedText($0).tokens) })
    }

    /// Whether everything that the condition gives holds. A condition that gives nothing never fits.
    func fits(_ reading: SituationReading) -> Bool {
        let condition = rule.condition
        let situation = reading.situation
        guard condition != EscalationCondition() else { return false }
        if condition.processingFailed, !situation.processingFailed { return false }
        if !condition.channels.isEmpty, !condition.channels.contains(situation.channel) { return false }
        if !condition.categories.isEmpty, !situation.category.map(condition.categories.contains).isTrue { return false }
        if let least = condition.searchesWithoutResult, situation.searchesWithoutResult < least { return false }
        if let limit = condition.sentimentBelow, situation.analysis.sentiment.score >= limit { return false }
        if condition.sentimentFalls, reading.trend != .falling { return false }
        if !condition.anyIntent.isEmpty, !condition.anyIntent.contains(where: reading.shows) { return false }
        if !wholeMessages.isEmpty, !wholeMessages.contains(reading.wholeMessage) { return false }
        if let anyPhrase, reading.phrases(of: anyPhrase).isEmpty { return false }
        if let allPhrases, reading.phrases(of: allPhrases).count < condition.allPhrases.count { return false }
        return true
    }
}

/// A situation with what several rules ask of it.
struct SituationReading {
    let situation: EscalationSituation
    let trend: SentimentTrend
    /// The words of the message, without what was quoted, signed or marked.
    let wholeMessage: String

    init(_ situation: EscalationSituation) {
        self.situation = situation
        trend = SentimentTrend(situation.earlierSentiments + [situation.analysis.sentiment.score])
        wholeMessage = Self.words(of: situation.analysis.tokens.tokens.filter { Self.isOwn($0.range, situation) })
    }

    /// The words alone, as two texts are compared that differ in marks and case.
    static func words(of tokens: [Token]) -> String {
        tokens.lazy.filter(\.isWordLike).map(\.text).joined(separator: " ")
    }

    func shows(_ signal: RuleSignal) -> Bool {
        switch signal {
        case .intent(let intent): situation.analysis.hit(intent) != nil
        case .abuse: situation.analysis.abuse.isAbusive
        case .offTopic: situation.isOffTopic
        }
    }

    /// The phrases that the sender wrote now and does not deny, by their place in the list.
    func phrases(of matcher: PhraseMatcher) -> Set<Int> {
        let matches = matcher.matches(in: situation.analysis.tokens)
        return Set(matches.lazy.filter { !$0.isNegated && Self.isOwn($0.range, situation) }.map(\.phrase))
    }

    /// Whether a part of the message is the sender's own text: neither quoted history nor signature.
    private static func isOwn(_ range: Range<Int>, _ situation: EscalationSituation) -> Bool {
        let kept = situation.analysis.body.kept
        // Of a message that is a pleasantry and nothing else ("agent, please") nothing is kept.
        return kept.isEmpty ? !situation.analysis.body.hasQuotation : kept.contains { $0.overlaps(range) }
    }
}

extension Bool? {
    fileprivate var isTrue: Bool { self ?? false }
}
