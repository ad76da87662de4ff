import AgentRuntime
import Formats

/// One run whose guardrails, models and tools all wait on a stage.
struct Play: Sendable {
    struct Guard: Sendable, CustomStringConvertible {
        enum Verdict: String, Sendable, CaseIterable { case passes, trips, throwing }
        let verdict: Verdict
        var isBlocking = false
        var isOutput = false

        var description: String { "\(isOutput ? "output " : isBlocking ? "blocking " : "")\(verdict)" }
    }

    /// What the models answer, turn by turn: names of tools, or `text`, `refusal`, `failure`.
    let turns: [[String]]
    var guards: [Guard] = []
    var isHeedful = true
    /// Something that happens once, at any time.
    var accident: Accident?

    enum Accident: String, Sendable, CaseIterable { case cancel, deadline }

    /// Tells guardrail, model and tool events apart from each other by their lines, and hooks by their balance.
    func run(on stage: Stage, clock: VirtualClock) async throws -> RunResult<Desk> {
        var setting = Setting()
        setting.clock = clock
        setting.settings.clock = clock
        let scripted = ScriptedModel(
            turns.enumerated().map { number, turn in
                .answers { _ in
                    stage.write("model \(number) begins")
                    defer { stage.write("model \(number) ends") }
                    try await stage.reach("model \(number)")
                    if turn == ["failure"] { throw Failure() }
                    stage.write("answered")
                    return response(turn, number)
                }
            })
        let tools: [Tool<Desk>] = [
            tool("read", .read, stage), tool("read2", .read, stage), tool("effect", .reversible, stage),
            tool("final", .irreversible, stage), tool("outside", .irreversible, stage, reach: .outside()),
            tool("asked", .irreversible, stage, approval: .always),
        ]
        let first = try Agent(
            name: "First", instructions: .text(""), model: scripted, tools: tools, handoffs: [Handoff(to: "Second")],
            inputGuardrails: guards.enumerated().filter { !$0.element.isOutput }.map { number, guardrail in
                InputGuardrail("guard \(number)", isBlocking: guardrail.isBlocking) { _ in
                    try await decide(guardrail, number, stage)
                }
            }, outputGuardrails: outputGuardrails(stage))
        let second = try Agent(
            name: "Second", instructions: .text(""), model: scripted, tools: tools, handoffs: [Handoff(to: "First")],
            outputGuardrails: outputGuardrails(stage))
        return await Runner.run(
            try AgentTeam([first, second]), input: [InputMessage(id: "m", text: "Hi")], session: setting.session,
            trace: setting.makeTrace(), settings: setting.settings, hooks: Scribe(stage: stage),
            journal: StagedJournal(stage: stage))
    }

    private func outputGuardrails(_ stage: Stage) -> [OutputGuardrail<Desk>] {
        guards.enumerated().filter(\.element.isOutput).map { number, guardrail in
            OutputGuardrail("guard \(number)") { _ in try await decide(guardrail, number, stage) }
        }
    }

    private func decide(_ guardrail: Guard, _ number: Int, _ stage: Stage) async throws -> GuardrailVerdict {
        stage.write("guard \(number) begins")
        defer { stage.write("guard \(number) ends") }
        try await stage.reach("guard \(number)")
        stage.write("\(guardrail.isOutput ? "output" : "input") \(guardrail.verdict)")
        switch guardrail.verdict {
        case .passes: return .passed()
        case .trips: return .tripped()
        case .throwing: throw Failure()
        }
    }

    private func tool(
        _ name: String, _ effect: EffectClass, _ stage: Stage, reach: ToolReach<Nothing, Desk> = .staged,
        approval: Approval<Nothing, Desk> = .never
    ) -> Tool<Desk> {
        Tool(
            name, "", effect: effect, timeout: .seconds(30), reach: reach, approval: approval,
            input: InputSchema(Nothing.init)
        ) { _, call in
            stage.write("\(name) begins")
            defer { stage.write("\(name) ends") }
            if effect != .read { stage.write("effect happens") }
            try await stage.reach("\(name) \(call.callID)")
            return ToolResult("ok", effects: effect == .read ? [] : [.ticket(call.callID)])
        }
    }

    private func response(_ turn: [String], _ number: Int) -> ModelResponse {
        ModelResponse(
            output: turn.enumerated().map { index, word in
                switch word {
                case "text": .text("Hello.")
                case "refusal": .refusal("No.")
                case "reasoning": .reasoning(["type": "reasoning", "id": "rs_1"])
                default: .toolCall(ToolCall(id: "c\(number)\(index)", name: word, arguments: "{}"))
                }
            })
    }
}

/// Writes down what begins and ends, and that a message was shown.
private struct Scribe: RunHooks {
    let stage: Stage
    var wantsParts: Bool { true }

    func agentStarted(_ agent: String) async { stage.write("hook agent begins") }
    func agentEnded(_ agent: String, _ ending: RunEnding?) async { stage.write("hook agent ends") }
    func modelStarted(_ model: String, _ request: ModelRequest) async { stage.write("hook model begins") }
    func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async {
        stage.write("hook model ends")
    }
    func modelDelivered(_ part: ModelEvent) async { stage.write("shown") }
    func added(_ item: RunItem) async { if case .message = item { stage.write("shown") } }
    func guardrailEnded(_ record: GuardrailRecord) async {
        if record.isTripped { stage.write("hook guardrail stops") }
    }
    func toolStarted(_ call: ToolCall, _ effect: EffectClass) async { stage.write("hook tool begins") }
    func toolEnded(_ record: ToolCallRecord) async { stage.write("hook tool ends") }
}

/// A journal that takes its time.
private struct StagedJournal: RunJournal {
    let stage: Stage
    func append(_ entries: [JournalEntry<Desk>]) async throws {
        stage.write("journal begins")
        defer { stage.write("journal ends") }
        try? await stage.reach("journal")
    }
}
