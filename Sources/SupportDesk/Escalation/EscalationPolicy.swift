package import FoundationEssentials
package import TextAnalysis

/// Decides by a workspace's rules whether a teammate takes over. Make it once a workspace: its phrases are compiled.
package struct EscalationPolicy: Sendable {
    private let workspace: Workspace
    private let matchers: [RuleMatcher]

    package init(_ workspace: Workspace) {
        self.workspace = workspace
        matchers = workspace.escalationRules.map { RuleMatcher($0, language: workspace.languages.first ?? "en") }
    }

    /// The hand-off that the rules demand; `nil` when the agent may answer by itself.
    ///
    /// The first rule that fits decides; the reasons of others that fit as well are listed with it.
    package func decide(_ situation: EscalationSituation, reference: String, at now: Date) -> EscalationDecision? {
        let reading = SituationReading(situation)
        let fitting = matchers.filter { $0.fits(reading) }.map(\.rule)
        guard let rule = fitting.first else { return nil }
        var further: [String] = []
        for other in fitting where other.reason != rule.reason && !further.contains(other.reason) {
            further.append(other.reason)
        }
        return decision(
            by: rule, furtherReasons: further, urgency: rule.urgency, on: situation.channel,
            language: situation.language, reference: reference, at: now)
    }

    /// Reasons that the agent itself may give: those of the rules, then the others that every workspace has.
    package var reasons: [String] {
        var reasons: [String] = []
        for reason in workspace.escalationRules.map(\.reason) + EscalationReason.known where !reasons.contains(reason) {
            reasons.append(reason)
        }
        return reasons
    }

    /// A hand-off the agent asked for. Team, time and words come from the first rule with this reason.
    ///
    /// - Parameter urgency: `nil` takes the rule's.
    package func escalate(
        reason: String, urgency: Escalation.Urgency? = nil, on channel: Channel, language: String? = nil,
        reference: String, at now: Date
    ) -> EscalationDecision {
        let rule = workspace.escalationRules.first { $0.reason == reason } ?? fallback(for: reason)
        return decision(
            by: rule, isRulesOwn: false, furtherReasons: [], urgency: urgency ?? rule.urgency, on: channel,
            language: language, reference: reference, at: now)
    }

    private func fallback(for reason: String) -> EscalationRule {
        EscalationRule(
            id: reason, condition: EscalationCondition(), reason: reason,
            team: (workspace.team("support") ?? workspace.teams.first ?? .support).id, urgency: .normal,
            answerWithinHours: 4, reply: workspace.phrases.texts[.handOff] ?? LocalizedText(""))
    }

    private func decision(
        by rule: EscalationRule, isRulesOwn: Bool = true, furtherReasons: [String], urgency: Escalation.Urgency,
        on channel: Channel, language: String?, reference: String, at now: Date
    ) -> EscalationDecision {
        let team = workspace.team(rule.team) ?? workspace.teams.first ?? .support
        let answerTime = AnswerTime(
            workingHours: rule.answerWithinHours, of: team, in: workspace, on: channel, language: language, at: now)
        let values: [PhraseVariable: String] = [
            .team: team.name, .reference: reference, .answerTime: answerTime.words,
        ]
        return EscalationDecision(
            rule: isRulesOwn ? rule.id : nil, reason: rule.reason, furtherReasons: furtherReasons, team: team,
            urgency: urgency, answerTime: answerTime,
            reply: rule.reply.text(
                on: channel, language: language, values.merging(workspace.names) { given, _ in given }))
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
    /// ISO 639-1, for what the customer is told.
    package var language: String?

    package init(analysis: MessageAnalysis, channel: Channel) {
        self.analysis = analysis
        self.channel = channel
    }
}

/// Who takes over, why, and what the customer is told.
package struct EscalationDecision: Equatable, Codable, Sendable {
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
