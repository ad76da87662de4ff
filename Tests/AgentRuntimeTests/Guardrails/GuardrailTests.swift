import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GuardrailTests {
    private func run(
        _ model: any Model, _ tools: [Tool<Desk>] = [], input: [InputGuardrail<Desk>] = [],
        output: [OutputGuardrail<Desk>] = [], setting: Setting = Setting()
    ) async throws -> RunResult<Desk> {
        try await setting.run(team: [
            Agent(
                name: "Support", instructions: .text(""), model: model, tools: tools, inputGuardrails: input,
                outputGuardrails: output)
        ])
    }

    /// Waits for cancellation, and takes its time to stop.
    private static func hang(_ stopped: Journal, _ line: String) async throws {
        do {
            try await Task.sleep(for: .seconds(3_600))
        } catch {
            await Task.yield()
            stopped.write(line)
            throw error
        }
    }

    @Test func `guardrails look at the input while the model answers`() async throws {
        let asked = Gate()
        let decided = Gate()
        let model = ScriptedModel([
            .answers { _ in
                asked.open()
                await decided.wait()
                return ModelResponse(output: [.text("Hi.")])
            }
        ])
        let guardrail = InputGuardrail<Desk>("slow") { input in
            await asked.wait()
            decided.open()
            return .passed(.string(input.text))
        }

        let result = try await run(model, input: [guardrail])

        #expect(result.ending.finalText == "Hi.")
        #expect(result.guardrails.map(\.info) == ["Hello?"])
        #expect(Set(result.trace.spans.map(\.kind)) == [.agent, .generation, .guardrail])
    }

    @Test func `a blocking one that trips keeps the model from being asked`() async throws {
        let model = ScriptedModel([])

        let result = try await run(
            model,
            input: [
                InputGuardrail("never") { _ in throw Failure() },
                InputGuardrail("abuse", isBlocking: true) { _ in .tripped(["score": 0.9]) },
            ])

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip == GuardrailTrip(guardrail: "abuse", stage: .input, info: ["score": 0.9]))
        #expect(result.guardrails.map(\.name) == ["abuse"])
        try model.verifyComplete()
    }

    @Test func `a trip cancels the model and the other guardrails, and waits for them`() async throws {
        let journal = Journal()
        let model = ScriptedModel([
            .answers { _ in
                try await Self.hang(journal, "model stopped")
                return ModelResponse(output: [])
            }
        ])

        let result = try await run(
            model,
            input: [
                InputGuardrail("slow") { _ in
                    try await Self.hang(journal, "guardrail stopped")
                    return .passed()
                },
                InputGuardrail("quick") { _ in
                    await Task.yield()
                    return .tripped()
                },
            ])

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip.guardrail == "quick")
        #expect(journal.entries.contains("guardrail stopped"))
        #expect(result.guardrails.map(\.name) == ["quick"])
        #expect(result.items.isEmpty)
        expectValidTree(result.trace)
    }

    @Test func `a trip cancels reads that race with it`() async throws {
        let journal = Journal()
        let reading = Gate()
        let look = Tool<Desk>("look", "", effect: .read, input: InputSchema(Nothing.init)) { _, _ in
            reading.open()
            try await Self.hang(journal, "read stopped")
            return ToolResult("never")
        }

        let result = try await run(
            ScriptedModel([.calls(("look", "{}"), ("look", "{}"))]), [look],
            input: [
                InputGuardrail("late") { _ in
                    await reading.wait()
                    return .tripped()
                }
            ])

        guard case .guardrailTripped = result.ending else { throw Failure() }
        #expect(result.toolCalls.map(\.failure) == [.abandoned, .abandoned])
        #expect(journal.entries.allSatisfy { $0 == "read stopped" })
    }

    @Test func `what was answered before a trip counts, and its calls are abandoned`() async throws {
        let answered = Gate()
        let model = ScriptedModel([
            .answers { _ in
                answered.open()
                let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
                return ModelResponse(output: [.toolCall(call)], usage: Usage(requests: 1, inputTokens: 50))
            }
        ])

        let result = try await run(
            model, [.createTicket],
            input: [
                InputGuardrail("late") { _ in
                    await answered.wait()
                    return .tripped()
                }
            ])

        guard case .guardrailTripped = result.ending else { throw Failure() }
        #expect(result.usage.inputTokens == 50)
        #expect(result.effects.isEmpty)
        #expect(result.toolCalls.map(\.failure) == [.abandoned])
    }

    @Test(arguments: [true, false])
    func `a guardrail that can't decide ends the run`(isInput: Bool) async throws {
        let result = try await run(
            ScriptedModel([.says("Hi.")]),
            input: isInput ? [InputGuardrail("broken") { _ in throw Failure() }] : [],
            output: isInput ? [] : [OutputGuardrail("broken") { _ in throw Failure() }])

        guard case .guardrailFailed(let failure) = result.ending else { throw Failure() }
        #expect(failure.guardrail == "broken")
        #expect(failure.cause is Failure)
    }

    @Test func `a guardrail past the run's deadline ends the run by it`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let guardrail = InputGuardrail<Desk>("slow", isBlocking: true) { input in
            clock.advance(by: input.deadline - clock.now)
            return .passed()
        }

        let result = try await run(ScriptedModel([]), input: [guardrail], setting: setting)

        guard case .deadlineExceeded = result.ending else { throw Failure() }
    }

    @Test func `an output that trips is no final output`() async throws {
        let quiet = Journal()
        let result = try await run(
            ScriptedModel([.says("Buy at Rival's.")]),
            output: [
                OutputGuardrail("slow") { _ in
                    try await Self.hang(quiet, "stopped")
                    return .passed()
                },
                OutputGuardrail("rivals") { output in
                    output.text.contains("Rival") ? .tripped(["name": "Rival's"]) : .passed()
                },
            ])

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip == GuardrailTrip(guardrail: "rivals", stage: .output, info: ["name": "Rival's"]))
        #expect(result.outputValue == nil)
        #expect(quiet.entries == ["stopped"])
    }

    // MARK: Agents as guardrails

    private struct Verdict {
        let bad: Bool
        static let schema = InputSchema(Verdict.init(bad:), InputField("bad", .boolean, "Whether it is bad."))
    }

    private func judge(_ turns: [ScriptedModel.Turn]) throws -> (Agent<Desk>, ScriptedModel) {
        let model = ScriptedModel(turns, name: "judge's")
        let agent = try Agent<Desk>(
            name: "Judge", instructions: .text("Judge."), model: model, output: OutputSchema(Verdict.schema))
        return (agent, model)
    }

    @Test(arguments: [true, false])
    func `an agent may decide; what it used counts and its spans are below the guardrail's`(isBad: Bool) async throws {
        let usage = Usage(requests: 1, inputTokens: 30, outputTokens: 3)
        let (judge, model) = try judge([.says(#"{"bad": \#(isBad)}"#, usage: usage)])
        let guardrail = InputGuardrail("judge", isBlocking: true, agent: judge) { $0["bad"] == true }

        let result = try await run(
            ScriptedModel(isBad ? [] : [.says("Hi.", usage: Usage(requests: 1, inputTokens: 1))]), input: [guardrail])

        #expect(result.ending.label == (isBad ? "guardrail_tripped" : "final_output"))
        #expect(result.usage.inputTokens == (isBad ? 30 : 31))
        #expect(model.requests.first?.items == [.user("Hello?")])
        #expect(model.requests.first?.groupID == "conversation-1")
        #expect(model.requests.first?.output?.name == "final_output")
        let spans = result.trace.spans
        let span = try #require(spans.first { $0.kind == .guardrail })
        let nested = try #require(spans.first { $0.name == "Judge" })
        #expect(nested.parent == span.id)
        #expect(spans.contains { $0.name == "judge's" && $0.parent == nested.id })
        expectValidTree(result.trace)
    }

    @Test func `an agent that comes to no decision fails, and what it used counts`() async throws {
        let usage = Usage(requests: 1, inputTokens: 30)
        let (judge, _) = try judge([.says("Hm.", usage: usage)])

        let result = try await run(
            ScriptedModel([.says("Hi.")]), output: [OutputGuardrail("judge", agent: judge) { $0["bad"] == true }])

        guard case .guardrailFailed(let failure) = result.ending else { throw Failure() }
        #expect((failure.cause as? AgentUndecided)?.ending == "model_failed")
        #expect(result.usage.inputTokens == 30)
        #expect(result.trace.spans.contains { $0.name == "Judge" })
        expectValidTree(result.trace)
    }

    // MARK: Guardrails of tools

    private func guarded(_ guardrails: [ToolGuardrail<Desk>]) -> Tool<Desk> {
        Tool(
            "create_ticket", "Opens a ticket.", effect: .reversible, guardrails: guardrails, input: TextInput.schema
        ) { input, _ in
            ToolResult("opened", effects: [.ticket(input.text)])
        }
    }

    private func outcome(_ guardrails: [ToolGuardrail<Desk>]) async throws -> RunResult<Desk> {
        try await run(
            ScriptedModel([.calls(("create_ticket", #"{"text": "A"}"#)), .says("Done.")]), [guarded(guardrails)])
    }

    @Test func `a tool's guardrails see what goes in and what comes out`() async throws {
        let journal = Journal()
        let result = try await outcome([
            .output("out") { value, call in
                journal.write("\(value.text) \(call.callID)")
                return .passed
            },
            .input("in") { value, call in
                journal.write("\(value.text) \(call.callID)")
                return .passed
            },
        ])

        #expect(journal.entries == [#"{"text":"A"} call_1"#, #""opened" call_1"#])
        #expect(result.effects == [.ticket("A")])
        #expect(result.guardrails.map(\.name) == ["in", "out"])
        let tool = try #require(result.trace.spans.first { $0.kind == .tool })
        #expect(result.trace.spans.filter { $0.kind == .guardrail }.map(\.parent) == [tool.id, tool.id])
    }

    @Test func `a rejected call is not made, and the model is told why`() async throws {
        let result = try await outcome([.input("limit") { _, _ in .rejected("Not more than 50 EUR.") }])

        #expect(result.ending.finalText == "Done.")
        #expect(result.effects.isEmpty)
        #expect(result.outputs == [["error": ["code": "rejected", "message": "Not more than 50 EUR."]]])
    }

    @Test func `a rejected output is replaced, and what was done stays done`() async throws {
        let result = try await outcome([.output("secrets") { _, _ in .rejected("[withheld]") }])

        #expect(result.effects == [.ticket("A")])
        #expect(result.outputs == ["[withheld]"])
        #expect(result.toolCalls.map(\.failure) == [nil])
    }

    @Test func `an output that can't be checked is withheld, and what was done stays done`() async throws {
        let result = try await outcome([.output("broken") { _, _ in throw Failure() }])

        #expect(result.effects == [.ticket("A")])
        #expect(result.outputs == ["The tool has done its work. Its output could not be checked."])
        #expect(result.ending.finalText == "Done.")
    }

    @Test(arguments: [true, false])
    func `a tool's guardrail that trips ends the run`(isInput: Bool) async throws {
        let result = try await outcome([
            isInput
                ? .input("limit") { _, _ in .tripped(["sum": 51]) } : .output("limit") { _, _ in .tripped(["sum": 51]) }
        ])

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip == GuardrailTrip(guardrail: "limit", stage: .tool, info: ["sum": 51]))
        #expect(result.effects.isEmpty)
        #expect(unanswered(result.items).isEmpty)
    }
}
