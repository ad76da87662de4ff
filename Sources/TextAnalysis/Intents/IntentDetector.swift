/// Finds intents by rules over words.
struct IntentDetector: Sendable {
    private var rules = PatternBook<IntentRule>()
    private var shields = PatternBook<[Intent]>()
    private let competitors: PhraseMatcher
    private let hasNoCompetitors: Bool

    init(stemmer: Stemmer, competitors: [String]) {
        for rule in IntentRule.courtesies + IntentRule.requests + IntentRule.escalations + IntentRule.offences
            + [Oddities.automaticReplies]
        {
            for pattern in rule.patterns { rules.add(pattern, rule, stemmer: stemmer) }
        }
        for shield in IntentRule.shields {
            for pattern in shield.patterns { shields.add(pattern, shield.intents, stemmer: stemmer) }
        }
        rules.seal()
        shields.seal()
        // A name is found as it is written, never by its stem.
        hasNoCompetitors = competitors.isEmpty
        self.competitors = PhraseMatcher(competitors.map { "\"\($0)\"" })
    }

    /// At most one hit a rule, strongest first.
    ///
    /// - Parameter denied: as ``Negation/scopes(in:)`` tells of these words.
    func hits(in words: RuleWords, denied: [Bool], text: TokenizedText) -> [IntentHit] {
        let covered = shields.matches(in: words)
        var best: [String: (hit: IntentHit, length: Int)] = [:]
        let matches = rules.matches(in: words, limit: 4_000)
        let mentions = matches.filter { rules.payload(of: $0).strength < 0.5 }
        for match in matches {
            let rule = rules.payload(of: match)
            // "your refund policy" holds "your refund" and takes its force away.
            let isMention = mentions.contains {
                rules.payload(of: $0).intent == rule.intent && rules.payload(of: $0).strength < rule.strength
                    && $0.words.lowerBound <= match.words.lowerBound && $0.words.upperBound >= match.words.upperBound
            }
            if isMention { continue }
            if rule.canBeDenied, denied[match.words.lowerBound] || denied[match.words.upperBound - 1] { continue }
            let isShielded = covered.contains {
                $0.words.overlaps(match.words) && shields.payload(of: $0).contains(rule.intent)
            }
            if isShielded { continue }
            if let known = best[rule.name], known.length >= match.words.count { continue }
            let range = words.range(of: match.words)
            let hit = IntentHit(
                intent: rule.intent, rule: rule.name, range: range, text: text.text(in: range), strength: rule.strength)
            best[rule.name] = (hit, match.words.count)
        }
        var hits = best.values.map(\.hit)
        hits += competitorHits(in: text)
        hits += bareWishes(in: words, text: text)
        return hits.sorted { ($1.strength, $0.range.lowerBound, $0.rule) < ($0.strength, $1.range.lowerBound, $1.rule) }
    }

    private func competitorHits(in text: TokenizedText) -> [IntentHit] {
        guard !hasNoCompetitors else { return [] }
        return competitors.matches(in: text).prefix(1).map {
            IntentHit(intent: .competitor, rule: "competitor", range: $0.range, text: $0.text, strength: 0.9)
        }
    }

    /// A message that is nothing but the word: "agent", "human please", "HUMAN!!".
    private func bareWishes(in words: RuleWords, text: TokenizedText) -> [IntentHit] {
        guard !words.words.isEmpty, words.words.count <= 4 else { return [] }
        let wishes: Set<String> = [
            "human", "agent", "representative", "operator", "person", "rep", "humans", "supervisor",
        ]
        let fillers: Set<String> = [
            "please", "now", "a", "an", "real", "live", "hi", "hello", "asap", "hey", "yes", "the", "ok",
        ]
        let texts = words.words.map(\.text)
        guard let place = texts.firstIndex(where: wishes.contains),
            texts.allSatisfy({ wishes.contains($0) || fillers.contains($0) })
        else { return [] }
        let range = words.range(of: place..<place + 1)
        return [
            IntentHit(
                intent: .humanRequest, rule: "the bare word", range: range, text: text.text(in: range), strength: 0.95)
        ]
    }
}
