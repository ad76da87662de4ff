import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ToolConcurrencyTests {
    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `reads of one turn run at once; outputs and context keep the order of the calls`(
        finishing: [Int]
    ) async throws {
        let begun = [Gate(), Gate(), Gate()]
        let gates = [Gate(), Gate(), Gate()]
        let done = [Gate(), Gate(), Gate()]
        let tools: [Tool<Desk>] = (0..<3).map { index in
            .read("look_\(index)") {
                begun[index].open()
                await gates[index].wait()
                done[index].open()
                return "\(index)"
            }
        }
        let model = ScriptedModel([.calls(("look_0", "{}"), ("look_1", "{}"), ("look_2", "{}")), .says("Done.")])

        async let run = Setting().run(model, tools)
        for gate in begun { await gate.wait() }
        for index in finishing {
            gates[index].open()
            await done[index].wait()
        }
        let outcome = try await run

        #expect(outcome.outputs == ["0", "1", "2"])
        #expect(outcome.context.log == ["0", "1", "2"])
        #expect(outcome.toolCalls.map(\.name) == ["look_0", "look_1", "look_2"])
    }

    @Test func `one call that isn't a read puts the whole turn in order`() async throws {
        let journal = Journal()
        let look = Tool<Desk>("look", "Reads.", effect: .read, input: InputSchema(Nothing.init)) { _, call in
            journal.write("look begins after \(call.context.log)")
            await Task.yield()
            journal.write("look ends")
            return ToolResult("seen")
        }
        let model = ScriptedModel([
            .calls(("look", "{}"), ("create_ticket", #"{"text": "A"}"#), ("look", "{}")), .says("Done."),
        ])

        _ = try await Setting().run(model, [look, .createTicket])

        #expect(
            journal.entries == [
                "look begins after []", "look ends", #"look begins after ["ticket A"]"#, "look ends",
            ])
    }

    @Test func `a failing read leaves its neighbours alone`() async throws {
        let model = ScriptedModel([
            .calls(("bad", "{}"), ("good", "{}"), ("unknown", "{}"), ("good", "{")), .says("Done."),
        ])

        let outcome = try await Setting().run(model, [.read("bad") { throw Failure() }, .read("good") { "fine" }])

        #expect(outcome.toolCalls.map { $0.failure?.code } == ["failed", nil, "unknown_tool", "invalid_json"])
        #expect(outcome.outputs[1] == "fine")
    }
}
