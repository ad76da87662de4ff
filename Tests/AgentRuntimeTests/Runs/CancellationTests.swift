import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    /// Opens the gate, then waits for cancellation.
    private static func hang(_ begun: Gate) async throws {
        begun.open()
        try await Task.sleep(for: .seconds(3_600))
    }

    @Test func `cancelling in a model call ends the run as cancelled`() async throws {
        let begun = Gate()
        let model = ScriptedModel([
            .answers { _ in
                try await Self.hang(begun)
                return ModelResponse(output: [])
            }
        ])

        let run = Task { try await Setting().run(model) }
        await begun.wait()
        run.cancel()
        let outcome = try await run.value

        guard case .cancelled = outcome.ending else { throw Failure() }
        #expect(outcome.items.isEmpty)
        #expect(outcome.trace.spans.map(\.error) == ["cancelled", "CancellationError()"])
    }

    @Test func `cancelling in the middle of reads answers every call of the turn`() async throws {
        let begun = [Gate(), Gate()]
        let tools: [Tool<Desk>] = (0..<2).map { index in
            .read("look_\(index)") {
                try await Self.hang(begun[index])
                return ""
            }
        }
        let model = ScriptedModel([.calls(("look_0", "{}"), ("look_1", "{}"))])

        let run = Task { try await Setting().run(model, tools) }
        for gate in begun { await gate.wait() }
        run.cancel()
        let outcome = try await run.value

        guard case .cancelled = outcome.ending else { throw Failure() }
        #expect(outcome.toolCalls.map(\.failure) == [.abandoned, .abandoned])
        #expect(outcome.items.count == 4)
    }

    @Test func `cancelling between calls in order abandons those that follow`() async throws {
        let begun = Gate()
        let slow = Tool<Desk>("slow", "Slow.", effect: .reversible, input: InputSchema(Nothing.init)) { _, _ in
            try? await Self.hang(begun)
            return ToolResult("done all the same", effects: [.ticket("slow")])
        }
        let model = ScriptedModel([.calls(("slow", "{}"), ("create_ticket", #"{"text": "A"}"#))])

        let run = Task { try await Setting().run(model, [slow, .createTicket]) }
        await begun.wait()
        run.cancel()
        let outcome = try await run.value

        guard case .cancelled = outcome.ending else { throw Failure() }
        #expect(outcome.toolCalls.map(\.failure) == [nil, .abandoned])
        #expect(outcome.effects == [.ticket("slow")])
    }

    @Test func `a run that is cancelled before it begins calls no model`() async throws {
        let model = ScriptedModel([])
        let gate = Gate()

        let run = Task {
            await gate.wait()
            return try await Setting().run(model)
        }
        run.cancel()
        gate.open()
        let outcome = try await run.value

        guard case .cancelled = outcome.ending else { throw Failure() }
        try model.verifyComplete()
    }

    @Test func `a tool's own cancellation is only a failure of the tool`() async throws {
        let model = ScriptedModel([.calls(("look", "{}")), .says("Done.")])

        let outcome = try await Setting().run(model, [.read("look") { throw CancellationError() }])

        #expect(outcome.ending.finalText == "Done.")
        #expect(outcome.toolCalls.first?.failure?.code == "failed")
    }

    @Test func `a model's own cancellation is a failure of the model`() async throws {
        let model = ScriptedModel([.fails(CancellationError())])

        let outcome = try await Setting().run(model)

        guard case .modelFailed = outcome.ending else { throw Failure() }
    }
}
