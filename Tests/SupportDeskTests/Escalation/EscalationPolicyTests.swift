import Foundation
import Testing
import TextAnalysis

@testable import SupportDesk

struct EscalationPolicyTests {
    private let analyzer = TextAnalyzer()
    private let policy = EscalationPolicy(Workspace())
    private let tuesday = Date(timeIntervalSince1970: 1_795_514_400)

    @Test(arguments: [
        ("My lawyer will contact you about this breach of contract.", "legal"),
        ("I am going to sue your company.", "legal"),
        ("I want to speak to a real person please.", "human_request"),
        ("I want a refund for last month.", "refund_request"),
        ("How much does the Business plan cost?", "pricing_inquiry"),
        ("Someone hacked my account and changed the email address!", "security"),
        ("Please delete all personal data you hold about me under GDPR.", "data_request"),
        ("You are idiots and this is fucking garbage, I hate you all.", "abuse"),
    ])
    func `what AG-3 and AG-4 name is handed on`(message: String, reason: String) throws {
        let decision = try #require(decide(message))
        #expect(([decision.reason] + decision.furtherReasons).contains(reason), "\(decision)")
        #expect(decision.reply.contains("T-7K3M9Q"))
        #expect(decision.reply.contains(decision.answerTime.words))
        #expect(decision.reply.contains("our support team"))
    }

    @Test(arguments: [
        "How do I add an agent seat to our plan?",
        "My user agent is Firefox 140 on Linux, does the app support it?",
        "Where can I change the legal name of our company?",
        "How do I add a price field to a form?",
        "How do I export a report as CSV?",
        "Can a representative sample of tasks be exported?",
        "I don't want a refund, I only want to know how to export my tasks.",
        "Thanks, that worked!",
    ])
    func `false friends are answered`(message: String) {
        for channel in Channel.allCases { #expect(decide(message, channel: channel) == nil) }
    }

    @Test(arguments: ["human", "Human!", "agent", "AGENT please", "  representative. ", "Agent 🙏"])
    func `one word is enough on WhatsApp`(message: String) {
        #expect(decide(message, channel: .whatsapp)?.reason == "human_request")
    }

    @Test func `two searches without a result hand on, one does not`() {
        #expect(decide("How do I fold the frobnicator?") { $0.searchesWithoutResult = 1 } == nil)
        let decision = decide("How do I fold the frobnicator?") { $0.searchesWithoutResult = 2 }
        #expect(decision?.reason == "no_answer")
        #expect(decision?.rule == "no_answer")
    }

    @Test func `a failed run is handed on`() {
        #expect(decide("How do I export?") { $0.processingFailed = true }?.reason == "processing_error")
    }

    @Test func `feelings that keep falling hand on before they reach the limit`() {
        let message = "How do I export?"
        let score = analyzer.analyze(message).sentiment.score
        #expect(
            decide(message) { $0.earlierSentiments = [0.95, score + 0.01] }?.reason
                == (score < 0.5 ? "angry_customer" : nil))
    }

    @Test func `quoted history and signatures fire no rule`() throws {
        let policy = try self.policy(
            """
            defaults: false
            rules:
              - {id: words, when: {any_phrase: [tribunal]}, reason: legal}
            """)
        let quoted = "How do I export tasks?\n\nOn Monday, Jane wrote:\n> I will go to the tribunal."
        #expect(decide(quoted, policy) == nil)
        #expect(decide("I will go to the tribunal.", policy)?.rule == "words")
        #expect(decide("We visited tribunalia.", policy) == nil)
    }

    @Test func `the first rule decides and the others are listed`() throws {
        let policy = try self.policy(
            """
            defaults: false
            rules:
              - {id: first, when: {any_phrase: [alpha]}, reason: own_reason, urgency: low}
              - {id: second, when: {all_phrase: [alpha, beta]}, reason: legal}
              - {id: third, when: {any_phrase: [beta], channels: [email]}, reason: security}
              - {id: fourth, when: {any_phrase: [beta], category: [billing]}, reason: no_answer}
              - {id: fifth, when: {any_phrase: [alpha]}, reason: legal}
            """)

        let decision = try #require(decide("Alpha and beta.", policy))

        #expect(decision.rule == "first")
        #expect(decision.urgency == .low)
        #expect(decision.furtherReasons == ["legal", "security"])
        #expect(
            decide("Alpha and beta.", policy) { $0.category = "billing" }?.furtherReasons == [
                "legal", "security", "no_answer",
            ])
        #expect(decide("beta", policy, channel: .whatsapp) == nil)
        #expect(policy.reasons.prefix(2) == ["own_reason", "legal"])
    }

    @Test func `the agent's own wish takes team, time and words from the rules`() throws {
        let folder = try TemporaryWorkspace([
            "docs/a.md": "Text.",
            "workspace.yaml": "teams: {support: {name: our people}, legal: {name: our lawyers}}",
        ])
        let policy = EscalationPolicy(try folder.load())

        let known = policy.escalate(reason: "legal", urgency: .urgent, on: .email, reference: "T-1", at: tuesday)
        let own = policy.escalate(reason: "weather", on: .email, reference: "T-1", at: tuesday)

        #expect(known.team.id == "legal")
        #expect(known.urgency == .urgent)
        #expect(known.rule == nil)
        #expect(known.reply.contains("our lawyers"))
        #expect(own.team.id == "support")
        #expect(own.reason == "weather")
        #expect(own.reply.contains("our people") && own.reply.contains("T-1"))
    }

    private func policy(_ rules: String) throws -> EscalationPolicy {
        let folder = try TemporaryWorkspace(["docs/a.md": "Text.", "escalation-rules.yaml": rules])
        return EscalationPolicy(try folder.load())
    }

    private func decide(
        _ message: String, _ other: EscalationPolicy? = nil, channel: Channel = .email,
        _ change: (inout EscalationSituation) -> Void = { _ in }
    ) -> EscalationDecision? {
        var situation = EscalationSituation(analysis: analyzer.analyze(message), channel: channel)
        change(&situation)
        return (other ?? policy).decide(situation, reference: "T-7K3M9Q", at: tuesday)
    }
}

struct SentimentTrendTests {
    @Test(arguments: [
        ([0.9, 0.6, 0.4], SentimentTrend.falling), ([0.4, 0.6, 0.9], .rising), ([0.9, 0.4], .steady), ([], .steady),
        ([0.9, 0.8, 0.6], .steady), ([0.5, 0.45, 0.44], .steady), ([0.6, 0.3, 0.4], .steady),
        ([0.1, 0.9, 0.6, 0.4], .falling),
    ])
    func `three scores tell a direction`(scores: [Double], trend: SentimentTrend) {
        #expect(SentimentTrend(scores) == trend)
    }
}
