package import AgentRuntime
import Formats

/// The model that is always there: plans tool calls by rules and answers with the documents' own sentences.
///
/// It speaks the protocol of every model: what it does next hangs on the items of the run, so it can also go on with a
/// run that another model began. Made for one run.
package struct GroundedModel: Model {
    static let name = "grounded"

    package var name: String { Self.name }
    let brief: RunBrief
    private let approach: Approach

    init(_ brief: RunBrief) {
        self.brief = brief
        approach = Approach(brief)
    }

    /// - Throws: `GroundedModelError` when the tools refuse what it cannot do otherwise.
    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        let step = try step(after: RunRecord(request.items))
        let output = step.calls.enumerated().map { number, call in
            ModelOutput.toolCall(
                ToolCall(id: "call_\(number + 1)", name: call.name, arguments: JSONValue.object(call.arguments).text))
        }
        return ModelResponse(output: output, metadata: step.metadata)
    }

    private struct Step {
        var calls: [(name: String, arguments: JSONObject)]
        var metadata: JSONObject = [:]
    }

    private func step(after record: RunRecord) throws -> Step {
        guard let ticket = record.success(DeskTools.createTicketName) else {
            guard record.failures(DeskTools.createTicketName) < 2 else {
                throw GroundedModelError.refused(tool: DeskTools.createTicketName)
            }
            return Step(calls: openingCalls)
        }
        let searches = record.searches
        let missing = approach.searches(after: searches)
        if !missing.isEmpty { return Step(calls: missing.map(search)) }

        let id = ticket["ticket_id"]?.string ?? brief.ticket.id.description
        let answer = AnswerPlan(approach, brief, searches).answer
        let handOff = record.success(DeskTools.escalateName)
        if let escalation = answer.escalation, handOff == nil, record.failures(DeskTools.escalateName) < 2 {
            return Step(calls: [escalate(escalation, ticket: id)])
        }
        switch record.failures(DeskTools.sendResponseName) {
        case 0:
            return Step(
                calls: [send(answer.reply(afterHandOff: handOff, brief), ticket: id)], metadata: answer.metadata)
        case 1:
            return Step(
                calls: [send(answer.fallback(afterHandOff: handOff, brief), ticket: id)], metadata: answer.metadata)
        default: throw GroundedModelError.refused(tool: DeskTools.sendResponseName)
        }
    }

    // MARK: Calls

    private var openingCalls: [(name: String, arguments: JSONObject)] {
        var calls: [(name: String, arguments: JSONObject)] = [(DeskTools.createTicketName, createTicketArguments)]
        if !brief.history.isEmpty || brief.context.identity == .proven {
            calls.append(
                (DeskTools.historyName, ["customer_id": .string(brief.context.customer.description)]))
        }
        return calls + approach.searches(after: [:]).map(search)
    }

    private var createTicketArguments: JSONObject {
        let priority: Ticket.Priority =
            switch brief.demand?.urgency {
            case .urgent: .urgent
            case .high: .high
            case .low: .low
            case .normal, nil: .medium
            }
        return [
            "customer_id": .string(brief.context.customer.description), "issue": .string(brief.ticket.subject),
            "priority": .string(priority.rawValue),
            "category": brief.category.map { .string($0.rawValue) } ?? .null,
            "channel": .string(brief.channel.rawValue),
        ]
    }

    private func search(_ query: String) -> (name: String, arguments: JSONObject) {
        (DeskTools.searchName, ["query": .string(query), "max_results": 5, "category": .null])
    }

    private func escalate(_ request: HandOffRequest, ticket: String) -> (name: String, arguments: JSONObject) {
        (
            DeskTools.escalateName,
            [
                "ticket_id": .string(ticket), "reason": .string(request.reason),
                "urgency": .string(request.urgency.rawValue),
            ]
        )
    }

    private func send(_ reply: PlannedReply, ticket: String) -> (name: String, arguments: JSONObject) {
        (
            DeskTools.sendResponseName,
            [
                "ticket_id": .string(ticket), "message": .string(reply.markdown),
                "channel": .string(brief.channel.rawValue), "sources": .array(reply.sources.map { .string($0) }),
                "asks": reply.asks.map { .string($0.rawValue) } ?? .null,
            ]
        )
    }
}

package enum GroundedModelError: Error, Equatable {
    /// A tool that everything hangs on refused twice.
    case refused(tool: String)
}
