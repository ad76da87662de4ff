package import TextAnalysis

/// When a teammate takes over, as data: the first rule that fits decides.
package struct EscalationRule: Sendable {
    package let id: String
    package let condition: EscalationCondition
    /// One of ``EscalationReason/known`` or the workspace's own.
    package let reason: String
    /// The id of a team of the workspace.
    package let team: String
    package let urgency: Escalation.Urgency
    /// Working hours of the team within which somebody answers.
    package let answerWithinHours: Int
    /// What the customer is told, with `{{reference}}`, `{{team}}` and `{{answer_time}}`.
    package let reply: LocalizedText

    package init(
        id: String, condition: EscalationCondition, reason: String, team: String, urgency: Escalation.Urgency,
        answerWithinHours: Int, reply: LocalizedText
    ) {
        self.id = id
        self.condition = condition
        self.reason = reason
        self.team = team
        self.urgency = urgency
        self.answerWithinHours = answerWithinHours
        self.reply = reply
    }
}

/// What must hold for a rule to fit: everything that is given, and of each list one entry.
package struct EscalationCondition: Equatable, Sendable {
    package var anyIntent: Set<RuleSignal> = []
    /// As ``PhraseMatcher`` reads phrases: whole words in any form, denied ones left out.
    package var anyPhrase: [String] = []
    package var allPhrases: [String] = []
    /// One of these is the whole message, punctuation and case apart.
    package var messageIs: [String] = []
    package var sentimentBelow: Double?
    package var sentimentFalls = false
    package var categories: Set<String> = []
    package var channels: Set<Channel> = []
    package var searchesWithoutResult: Int?
    package var processingFailed = false

    package init() {}
}

/// What a rule can ask for in a message: an intent, or abuse of those it is written to.
package enum RuleSignal: Hashable, Sendable {
    case intent(Intent)
    case abuse
    case offTopic
}

package enum EscalationReason {
    package static let pricingInquiry = "pricing_inquiry"
    package static let refundRequest = "refund_request"
    package static let legal = "legal"
    package static let angryCustomer = "angry_customer"
    package static let humanRequest = "human_request"
    package static let security = "security"
    package static let dataRequest = "data_request"
    package static let noAnswer = "no_answer"
    package static let abuse = "abuse"
    package static let offTopic = "off_topic"
    package static let processingError = "processing_error"

    /// The reasons every workspace has.
    package static let known = [
        pricingInquiry, refundRequest, legal, angryCustomer, humanRequest, security, dataRequest, noAnswer, abuse,
        offTopic, processingError,
    ]
}
