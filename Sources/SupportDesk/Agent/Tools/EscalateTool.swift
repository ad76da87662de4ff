import AgentRuntime
import Formats
import TextAnalysis

struct EscalateInput: Sendable {
    let ticketID: String
    let reason: String
    let urgency: Escalation.Urgency

    static func schema(reasons: [String]) -> InputSchema<EscalateInput> {
        InputSchema(
            EscalateInput.init(ticketID:reason:urgency:),
            InputField("ticket_id", .string(length: 1...64), "As create_ticket returned it."),
            InputField("reason", .string(oneOf: reasons), "Why a person takes over."),
            InputField(
                "urgency", .defaulting(.oneOf(Escalation.Urgency.self), to: .normal), "How soon a person must look."))
    }
}

extension DeskTools {
    /// Asks a teammate to take over, with everything they need to go on.
    var escalateToHuman: Tool<DeskDomain> {
        Tool(
            Self.escalateName,
            "Asks a person to take over. Returns the team, by when they answer and what to tell the customer.",
            effect: .reversible, input: EscalateInput.schema(reasons: brief.kit.policy.reasons)
        ) { input, tool in
            let context = tool.context
            try require(ticket: input.ticketID, context)
            try requireHistory(context)
            guard context.run.escalation == nil else { throw ToolError("A person was asked already.") }
            if brief.hasOpenEscalation, context.escalations.contains(input.reason) {
                throw ToolError("A person has this matter already; tell the customer so.", field: "reason")
            }
            let decision = decision(for: input)
            let escalation = Escalation(
                id: ID(settings.makeID()), reason: decision.reason, urgency: decision.urgency, team: decision.team.id,
                summary: HandOffSummary(brief, context, decision).text, rule: decision.rule)
            return ToolResult(
                [
                    "escalation_id": .string(escalation.id.description), "reason": .string(decision.reason),
                    "team": .string(decision.team.name), "answer_time": .string(decision.answerTime.words),
                    "urgency": .string(decision.urgency.rawValue), "tell_customer": .string(decision.reply),
                ], effects: [.escalation(escalation)]
            ) { context in
                context.run.escalation = decision
                if !context.escalations.contains(decision.reason) { context.escalations.append(decision.reason) }
            }
        }
    }

    /// The rules' own decision where they demand this reason; an agent can make it more urgent, never less.
    private func decision(for input: EscalateInput) -> EscalationDecision {
        if let demand = brief.demand, demand.reason == input.reason || demand.furtherReasons.contains(input.reason) {
            return demand
        }
        let usual = brief.kit.policy.escalate(
            reason: input.reason, on: brief.channel, language: brief.language, reference: brief.ticket.reference,
            at: brief.now)
        guard input.urgency > usual.urgency else { return usual }
        return brief.kit.policy.escalate(
            reason: input.reason, urgency: input.urgency, on: brief.channel, language: brief.language,
            reference: brief.ticket.reference, at: brief.now)
    }
}

/// What a teammate reads first: who asks what, how they feel, what was tried, why it comes to them.
struct HandOffSummary {
    let text: String

    init(_ brief: RunBrief, _ context: DeskContext, _ decision: EscalationDecision) {
        var lines: [String] = []
        let asked = brief.messages.map(\.maskedText).joined(separator: "\n")
        lines.append("Asked by \(brief.channel.displayName): \(Self.shortened(asked, 600))")
        let feeling = brief.newest.analysis.sentiment
        let scores = context.sentiments.suffix(5).map { Self.twoDigits($0) }.joined(separator: " → ")
        lines.append(
            "Sentiment: \(Self.twoDigits(feeling.score)) (\(SentimentTrend(context.sentiments).rawValue); \(scores))")
        let reasons = ([decision.reason] + decision.furtherReasons).joined(separator: ", ")
        lines.append("Reason: \(reasons), urgency \(decision.urgency.rawValue)")
        if context.run.searches.isEmpty {
            lines.append("Tried: nothing was searched")
        } else {
            let searched = context.run.searches.map { search in
                "“\(Self.shortened(search.query, 120))”: \(search.citations.first ?? "nothing found")"
            }
            lines.append("Searched: " + searched.joined(separator: "; "))
        }
        if let topic = context.topic {
            lines.append("Answered before from: " + topic.citations.joined(separator: ", "))
        }
        text = lines.joined(separator: "\n")
    }

    private static func twoDigits(_ value: Double) -> String {
        let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private static func shortened(_ text: String, _ limit: Int) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }
}
