import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeadlineTests {
    /// Opens the gate, then waits for cancellation.
    private static func hang(_ begun: Gate) async throws {
        begun.open()
        try await Task.sleep(for: .seconds(3_600))
    }

    /// Lets the time pass once the operation has begun and its limit is being watched.
    private func advance(_ setting: Setting, by duration: Duration, after begun: Gate) async {
        await begun.wait()
        await setting.clock.alarms(atLeast: 1)
        setting.clock.advance(by: duration)
    }

    @Test func `a tool past its own limit is cancelled, and the run goes on`() async throws {
        let setting = Setting()
        let begun = Gate()
        let model = ScriptedModel([.calls(("slow", "{}")), .says("Never mind.")])

        async let run = setting.run(
            model,
            [
                .read("slow", timeout: .milliseconds(2_500)) {
                    try await Self.hang(begun)
                    return ""
                }
            ])
        await advance(setting, by: .milliseconds(2_500), after: begun)
        let outcome = try await run

        #expect(outcome.ending.finalText == "Never mind.")
        #expect(
            outcome.outputs == [
                ["error": ["code": "timed_out", "message": "The tool did not answer within 2.5 seconds."]]
            ])
        #expect(outcome.toolCalls.map(\.duration) == [.milliseconds(2_500)])
    }

    @Test func `what a tool answers after its deadline is dropped`() async throws {
        let setting = Setting()
        let begun = Gate()
        let tool = Tool<Desk>("late", "Late.", effect: .reversible, input: InputSchema(Nothing.init)) { _, _ in
            try? await Self.hang(begun)
            return ToolResult("too late", effects: [.ticket("late")])
        }
        let model = ScriptedModel([.calls(("late", "{}")), .says("Done.")])

        async let run = setting.run(model, [tool])
        await advance(setting, by: .seconds(10), after: begun)
        let outcome = try await run

        #expect(outcome.effects.isEmpty)
        #expect(outcome.toolCalls.map(\.failure) == [.timedOut(after: .seconds(10))])
    }

    @Test func `a model past the run's deadline ends the run`() async throws {
        let setting = Setting()
        let begun = Gate()
        let model = ScriptedModel([
            .answers { _ in
                try await Self.hang(begun)
                return ModelResponse(output: [])
            }
        ])

        async let run = setting.run(model)
        await advance(setting, by: .seconds(60), after: begun)
        let outcome = try await run

        guard case .deadlineExceeded = outcome.ending else { throw Failure() }
        #expect(outcome.items.isEmpty)
        #expect(outcome.usage.requests == 0)
    }

    @Test func `a deadline in a tool leaves no call without an output`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let waste = Tool<Desk>("waste", "Slow.", effect: .reversible, input: InputSchema(Nothing.init)) { _, _ in
            clock.advance(by: .seconds(70))
            return ToolResult("done", effects: [.ticket("wasted")])
        }
        let model = ScriptedModel([.calls(("waste", "{}"), ("waste", "{}"), ("waste", "{"))])

        let outcome = try await setting.run(model, [waste])

        guard case .deadlineExceeded = outcome.ending else { throw Failure() }
        #expect(outcome.items.count == 6)
        #expect(outcome.toolCalls.map { $0.failure?.code }.suffix(2) == ["abandoned", "invalid_json"])
    }

    @Test func `a tool learns its deadline, which is never later than the run's`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let start = clock.now
        let journal = Journal()
        let tool = Tool<Desk>("look", "Reads.", effect: .read, input: InputSchema(Nothing.init)) { _, call in
            journal.write("\(call.deadline - start)")
            return ToolResult("seen")
        }
        let model = ScriptedModel([
            .calls(("look", "{}")),
            .answers { _ in
                clock.advance(by: .seconds(55))
                let call = ToolCall(id: "c", name: "look", arguments: "{}")
                return ModelResponse(output: [.toolCall(call)])
            }, .says("Done."),
        ])

        _ = try await setting.run(model, [tool])

        #expect(journal.entries == ["10.0 seconds", "60.0 seconds"])
    }
}
