package import Formats

/// What the agent did with a ticket: one line of `fte eval --predictions`.
package struct Prediction: Equatable, Sendable {
    package let id: String
    package let replied: Bool
    package let reply: String?
    package let escalated: Bool
    package let escalationReason: String?
    package let sentimentScore: Double
    package let intent: String
    /// `docs/file.md#heading-slug`.
    package let citations: [String]
    package let personalData: [LabelledTicket.PersonalDatum]
    package let latency: Duration

    package init(
        id: String, replied: Bool, reply: String?, escalated: Bool, escalationReason: String?, sentimentScore: Double,
        intent: String, citations: [String], personalData: [LabelledTicket.PersonalDatum], latency: Duration
    ) {
        self.id = id
        self.replied = replied
        self.reply = reply
        self.escalated = escalated
        self.escalationReason = escalationReason
        self.sentimentScore = sentimentScore
        self.intent = intent
        self.citations = citations
        self.personalData = personalData
        self.latency = latency
    }

    package var json: JSONValue {
        [
            "id": .string(id), "replied": .bool(replied), "reply": reply.map(JSONValue.string) ?? .null,
            "escalated": .bool(escalated), "escalation_reason": escalationReason.map(JSONValue.string) ?? .null,
            "sentiment_score": .number(sentimentScore), "intent": .string(intent),
            "citations": .array(citations.map { .string($0) }),
            "pii": .array(personalData.map { ["type": .string($0.type), "text": .string($0.text)] }),
            "latency_ms": .number(latency / .milliseconds(1)),
        ]
    }
}
