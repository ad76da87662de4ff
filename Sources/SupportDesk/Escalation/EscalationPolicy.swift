package import FoundationEssentials
package import TextAnalysis

/// Decides by a workspace's rules whether a teammate takes over. Make it once a workspace: its phrases are compiled.
package struct EscalationPolicy: Sendable {
    let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// The hand-off that the rules demand; `nil` when the agent may answer by itself.
    package func decide(_ situation: EscalationSituation, reference: String?, at now: Date) -> EscalationDecision? {
        nil
    }

    /// Reasons that the agent itself may give: those of the rules, and those every workspace has.
    package var reasons: [String] { EscalationReason.known }

    /// A hand-off the agent asked for. Team, time and words come from the first rule with this reason.
    ///
    /// - Parameter urgency: `nil` takes the rule's.
    package func escalate(
        reason: String, urgency: Escalation.Urgency? = nil, on channel: Channel, language: String? = nil,
        reference: String?, at now: Date
    ) -> EscalationDecision {
        EscalationDecision(
            rule: nil, reason: reason, furtherReasons: [], team: workspace.teams[0], urgency: urgency ?? .normal,
            answerTime: AnswerTime(latest: now, words: ""), reply: "")
    }
}

/// What is known of a message when the rules are asked.
package struct EscalationSituation: Sendable {
    package var analysis: MessageAnalysis
    package var channel: Channel
    package var category: String?
    /// Scores of the customer's earlier messages in this conversation, oldest first.
    package var earlierSentiments: [Double] = []
    package var searchesWithoutResult = 0
    package var isOffTopic = false
    package var processingFailed = false
    package var language: String?

    package init(analysis: MessageAnalysis, channel: Channel) {
        self.analysis = analysis
        self.channel = channel
    }
}

/// Who takes over, why, and what the customer is told.
package struct EscalationDecision: Equatable, Sendable {
    /// The id of the rule that decided; `nil` when the agent did.
    package let rule: String?
    package let reason: String
    /// Reasons of further rules that fit as well, each once.
    package let furtherReasons: [String]
    package let team: Team
    package let urgency: Escalation.Urgency
    package let answerTime: AnswerTime
    /// For the customer, with reference and answer time.
    package let reply: String
}

/// By when somebody answers, honestly.
package struct AnswerTime: Equatable, Sendable {
    package let latest: Date
    /// Fit for "a person will answer …": `within 2 hours`, `by Monday 10:00 UTC`.
    package let words: String
}
