import AgentRuntime
import Formats
import FoundationEssentials
import Testing

/// A run that is interrupted everywhere: what its models answer, and who works in it.
struct CrashFlow: Sendable, CustomTestStringConvertible {
    let name: String
    let turns: [ScriptedModel.Turn]
    var approval: Approval<TextInput, Desk> = .never
    var isGuarded = false
    var toolUse = ToolUse.runAgain

    var testDescription: String { name }

    static let all: [CrashFlow] = [
        CrashFlow(
            name: "four tools, one after another",
            turns: [
                .calls(("look", "{}"), usage: Usage(requests: 1, inputTokens: 5, outputTokens: 1, costMicroUSD: 7)),
                .calls(("create_ticket", #"{"text": "Refund"}"#)), .calls(("charge", #"{"text": "5 EUR"}"#)),
                .calls(("send_response", #"{"text": "Soon."}"#)), .says("Done."),
            ]),
        CrashFlow(
            name: "many tools at once, without usable ids",
            turns: [
                responds(("look", "{}"), ("look", "{}"), ("unknown", "{}"), ("look", "{")),
                responds(
                    ("create_ticket", #"{"text": "A"}"#), ("charge", #"{"text": "1"}"#), ("look", "{}"),
                    ("charge", #"{"text": "2"}"#), ("send_response", #"{"text": "rude"}"#)),
                .says("Done."),
            ]),
        CrashFlow(
            name: "hand-offs",
            turns: [
                .calls(("look", "{}"), ("transfer_to_billing", #"{"text": "money"}"#), ("transfer_to_billing", "{}")),
                .calls(("charge", #"{"text": "1"}"#)), .calls(("transfer_to_support", "{}")),
                .calls(("create_ticket", #"{"text": "B"}"#)), .says("Done."),
            ]),
        CrashFlow(
            name: "approval",
            turns: [
                .calls(("look", "{}"), ("charge", #"{"text": "ask"}"#), ("create_ticket", #"{"text": "A"}"#)),
                .calls(("charge", #"{"text": "1"}"#)), .says("Done."),
            ], approval: .when { input, _ in input.text == "ask" }),
        CrashFlow(
            name: "a guarded run that ends with a tool",
            turns: [
                .calls(("charge", #"{"text": "1"}"#)),
                .calls(("say", "{}"), ("charge", #"{"text": "2"}"#)),
            ], isGuarded: true, toolUse: .stopAfter(["say"])),
    ]

    /// Calls whose ids say nothing.
    private static func responds(_ calls: (name: String, arguments: String)...) -> ScriptedModel.Turn {
        .responds(
            ModelResponse(
                output: calls.map { .toolCall(ToolCall(id: "", name: $0.name, arguments: $0.arguments)) },
                usage: Usage(requests: 1, inputTokens: 3, outputTokens: 2)))
    }

    /// Goes on after these steps, with a model that has only the answers that are not among them.
    func run(
        _ world: OutsideWorld, resuming steps: [JournalEntry<Desk>] = [], journal: MemoryJournal
    ) async throws -> RunResult<Desk> {
        let answered = steps.count { if case .answered = $0 { true } else { false } }
        let model = ScriptedModel(Array(turns.dropFirst(answered)))
        let setting = Setting()
        let guardrails = isGuarded ? [try judge(isAsked: !steps.contains(where: \.isInputPassed))] : []
        let support = try Agent(
            name: "Support", instructions: .text("Help."), model: model,
            tools: [
                .read("look") { "42" }, .read("say") { "7" }, .createTicket, .sendResponse,
                world.chargeTool(approval: approval),
            ],
            handoffs: [
                Handoff(
                    to: "Billing", input: TextInput.schema, history: { $0.filter { $0 != .user("Hi") } },
                    accepting: { input, context in context.log.append("billing: \(input.text)") })
            ], inputGuardrails: guardrails, toolUse: toolUse)
        let billing = try Agent(
            name: "Billing", instructions: .text("Charge."), model: model, tools: [world.chargeTool()],
            handoffs: [Handoff(to: "Support")])
        var session = setting.session
        session.items = [.user("Hi"), .assistant("Hello!")]
        var trace = setting.makeTrace()
        if case .started(let start)? = steps.first {
            let later = start.startedAt.addingTimeInterval(3_600)
            trace = Trace(resuming: start, groupID: "conversation-1", at: later, clock: setting.clock)
        }
        let result = await Runner.run(
            try AgentTeam([support, billing]), input: [InputMessage(id: "m1", text: "Charge me.")], session: session,
            trace: trace, settings: setting.settings, journal: journal, resuming: steps)
        switch result.ending {
        case .finalOutput, .stoppedAfter: try model.verifyComplete()
        default: break
        }
        return result
    }

    /// A guardrail that is an agent, so that its usage has to be counted once.
    private func judge(isAsked: Bool) throws -> InputGuardrail<Desk> {
        let usage = Usage(requests: 1, inputTokens: 100, outputTokens: 10)
        let model = ScriptedModel(isAsked ? [.says(#"{"text": "fine"}"#, usage: usage)] : [])
        let judge = try Agent<Desk>(
            name: "Judge", instructions: .text("Judge."), model: model, output: OutputSchema(TextInput.schema))
        return InputGuardrail("judge", agent: judge) { $0["text"] != "fine" }
    }
}

extension JournalEntry {
    var isInputPassed: Bool { if case .inputPassed = self { true } else { false } }
}
