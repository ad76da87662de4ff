import AgentRuntime
import FoundationEssentials
import Testing

@Suite struct ResumedTraceTests {
    @Test func `a resumed run's trace is one tree over both parts of the run`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let first = ScriptedModel([
            .answers { _ in
                clock.advance(by: .seconds(2))
                return ModelResponse(output: [.toolCall(ToolCall(id: "c1", name: "look", arguments: "{}"))])
            }, .fails(Failure()),
        ])
        let look = Tool<Desk>.read("look") { "seen" }
        let cut = try await setting.run(first, [look])
        guard case .started(let start)? = cut.journal.first else { throw Failure() }
        clock.advance(by: .seconds(30))
        var trace = Trace(
            resuming: start, groupID: "conversation-1", at: start.startedAt + 32, clock: clock)
        var analysis = Trace(groupID: "conversation-1", startedAt: start.startedAt + 32, origin: clock.now)
        analysis.record(.custom, "analysis", from: clock.now, to: clock.now)
        trace.add(analysis)
        let agent = try Agent<Desk>(
            name: "Support", instructions: .text(""), model: ScriptedModel([.says("Done.")]), tools: [look])

        let result = await Runner.run(
            agent, input: start.input, session: setting.session, trace: trace, settings: setting.settings,
            resuming: cut.journal)

        #expect(result.ending.finalText == "Done.")
        #expect(result.trace.spans.map(\.name) == ["analysis", "Support", "scripted", "look", "scripted"])
        #expect(result.trace.spans.map(\.start) == [.seconds(32), .zero, .zero, .seconds(2), .seconds(32)])
        let parent = result.trace.spans[1]
        #expect(parent.duration == .seconds(32))
        #expect(result.trace.spans[2...].allSatisfy { $0.parent == parent.id })
    }
}
