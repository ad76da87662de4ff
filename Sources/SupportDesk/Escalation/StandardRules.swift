import TextAnalysis

extension EscalationRule {
    /// The rules of a workspace without its own: what must never be answered by the agent, and what must be handed on.
    ///
    /// - Parameter rules: a workspace that lets replies state prices or refunds has no rule that hands those on.
    static func standard(teams: [Team], rules: ReplyRules) -> [EscalationRule] {
        let builder = StandardRuleBuilder(teams: teams)
        return [
            builder.rule("threat", EscalationReason.abuse, .urgent, within: 1) { $0.anyIntent = [.intent(.threat)] },
            builder.rule("security", EscalationReason.security, .urgent, within: 1) {
                $0.anyIntent = [.intent(.security)]
            },
            builder.rule("legal", EscalationReason.legal, .high, within: 8) { $0.anyIntent = [.intent(.legal)] },
            builder.rule("human_request", EscalationReason.humanRequest, .normal, within: 4) {
                $0.anyIntent = [.intent(.humanRequest)]
            },
            builder.rule("human_word", EscalationReason.humanRequest, .normal, within: 4) {
                $0.channels = [.whatsapp]
                $0.messageIs = ["human", "agent", "representative", "a human", "an agent", "a representative"]
                $0.messageIs += ["human please", "agent please", "representative please"]
            },
            rules.promiseRefunds == .never
                ? builder.rule("refund", EscalationReason.refundRequest, .normal, within: 8) {
                    $0.anyIntent = [.intent(.refundRequest)]
                } : nil,
            builder.rule("abuse", EscalationReason.abuse, .high, within: 2) { $0.anyIntent = [.abuse] },
            builder.rule("profanity", EscalationReason.angryCustomer, .high, within: 2) {
                $0.anyIntent = [.intent(.profanity)]
            },
            builder.rule("angry_customer", EscalationReason.angryCustomer, .high, within: 2) {
                $0.sentimentBelow = 0.3
            },
            builder.rule("sentiment_falling", EscalationReason.angryCustomer, .high, within: 2) {
                $0.sentimentFalls = true
            },
            rules.statePrices == .never
                ? builder.rule("pricing", EscalationReason.pricingInquiry, .normal, within: 4) {
                    $0.anyIntent = [.intent(.pricingInquiry)]
                } : nil,
            builder.rule("data_request", EscalationReason.dataRequest, .high, within: 8) {
                $0.anyIntent = [.intent(.dataRequest)]
            },
            builder.rule("processing_error", EscalationReason.processingError, .high, within: 2) {
                $0.processingFailed = true
            },
            builder.rule("no_answer", EscalationReason.noAnswer, .normal, within: 4) { $0.searchesWithoutResult = 2 },
        ].compactMap(\.self)
    }
}

/// Gives a rule the team that is made for its reason, where the workspace has one.
private struct StandardRuleBuilder {
    let teams: [Team]

    func rule(
        _ id: String, _ reason: String, _ urgency: Escalation.Urgency, within hours: Int,
        when condition: (inout EscalationCondition) -> Void
    ) -> EscalationRule? {
        var fits = EscalationCondition()
        condition(&fits)
        let text = Phrases.standard.texts[Self.phrase(for: reason)]
        return text.map { reply in
            EscalationRule(
                id: id, condition: fits, reason: reason, team: team(for: reason), urgency: urgency,
                answerWithinHours: hours, reply: reply)
        }
    }

    private static func phrase(for reason: String) -> Phrases.Key {
        switch reason {
        case EscalationReason.noAnswer: .noAnswer
        case EscalationReason.processingError: .apologyAfterFailure
        default: .handOff
        }
    }

    private func team(for reason: String) -> String {
        let wanted =
            switch reason {
            case EscalationReason.pricingInquiry: "sales"
            case EscalationReason.refundRequest: "billing"
            case EscalationReason.legal, EscalationReason.dataRequest: "legal"
            case EscalationReason.security: "security"
            default: "support"
            }
        return (teams.first { $0.id == wanted } ?? teams.first { $0.id == "support" } ?? teams.first ?? .support).id
    }
}
