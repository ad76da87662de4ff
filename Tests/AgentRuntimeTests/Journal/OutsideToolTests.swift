import AgentRuntime
import Formats
import Testing

/// Tools whose effects are outside, within one run.
@Suite(.timeLimit(.minutes(1)))
struct OutsideToolTests {
    private func tool(
        _ call: @escaping @Sendable (ToolContext<Desk>) async throws -> ToolResult<Desk>
    ) -> Tool<Desk> {
        Tool("charge", "Charges.", effect: .irreversible, reach: .outside(), input: InputSchema(Nothing.init)) {
            _, context in try await call(context)
        }
    }

    private let turns: [ScriptedModel.Turn] = [.calls(("charge", "{}"), ("look", "{}")), .says("Done.")]

    private func run(
        _ tool: Tool<Desk>, setting: Setting = Setting(), journal: MemoryJournal
    ) async throws -> RunResult<Desk> {
        let agent = try Agent<Desk>(
            name: "A", instructions: .text(""), model: ScriptedModel(turns), tools: [tool, .read("look") { "seen" }])
        return try await setting.run(team: [agent], journal: journal)
    }

    @Test func `the journal has the answer and the intent before the tool is called, and its end right after`()
        async throws
    {
        let journal = try MemoryJournal()
        let seen = Journal()
        let result = try await run(
            tool { _ in
                seen.write(journal.stored.compactMap { $0["entry"]?.string }.joined(separator: " "))
                return ToolResult("charged")
            }, journal: journal)

        #expect(result.ending.finalText == "Done.")
        #expect(seen.entries == ["started answered intended"])
        // The final text is the host's to store, with all that came of the run.
        #expect(journal.stored.map { $0["entry"] } == ["started", "answered", "intended", "finished"])
    }

    @Test func `one that was cut off is unverified, and nothing further is done`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let journal = try MemoryJournal()
        let result = try await run(
            tool { call in
                clock.advance(by: call.deadline - clock.now)
                throw CancellationError()
            }, setting: setting, journal: journal)

        guard case .effectUnverified(let calls) = result.ending else { throw Failure() }
        #expect(calls.map(\.id) == ["call_1"])
        #expect(result.toolCalls.map(\.failure) == [.unverified, .abandoned])
        #expect(journal.stored.last?["entry"] == "intended")
    }

    @Test func `one that answers late has done its work all the same`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let result = try await run(
            tool { call in
                clock.advance(by: call.deadline - clock.now)
                return ToolResult("charged", effects: [.ticket("charged")])
            }, setting: setting, journal: try MemoryJournal())

        #expect(result.ending.finalText == "Done.")
        #expect(result.effects == [.ticket("charged")])
    }

    @Test func `one that is cancelled is unverified`() async throws {
        let begun = Gate()
        let journal = try MemoryJournal()
        let charge = tool { _ in
            begun.open()
            try await Task.sleep(for: .seconds(3_600))
            return ToolResult("never")
        }

        let run = Task { try await self.run(charge, journal: journal) }
        await begun.wait()
        run.cancel()
        let result = try await run.value

        guard case .effectUnverified = result.ending else { throw Failure() }
        #expect(journal.stored.last?["entry"] == "intended")
    }

    @Test func `one that says why it did nothing is answered so`() async throws {
        let result = try await run(tool { _ in throw ToolError("Card expired.") }, journal: try MemoryJournal())

        #expect(result.ending.finalText == "Done.")
        #expect(result.toolCalls.first?.failure == .refused(ToolError("Card expired.")))
    }

    @Test func `its idempotency key is its own, and the same whenever the call is made again`() async throws {
        let keys = Journal()
        let flow = CrashFlow.all[1]
        let journal = try MemoryJournal()
        let world = OutsideWorld()
        _ = try await flow.run(world, journal: journal)
        for key in world.charges.keys { keys.write(key) }

        let again = OutsideWorld()
        _ = try await flow.run(again, resuming: Array(journal.entries.prefix(1)), journal: try MemoryJournal())

        #expect(Set(keys.entries) == Set(again.charges.keys))
        #expect(again.charges.count == 2)
    }

    @Test func `what was begun is not asked about again when the rule has become stricter`() async throws {
        let journal = try MemoryJournal()
        let model = ScriptedModel(turns)
        let look = Tool<Desk>.read("look") { "seen" }
        let free = tool { _ in ToolResult("charged") }
        let strict = Tool<Desk>(
            "charge", "Charges.", effect: .irreversible, reach: .outside(), approval: .always,
            input: InputSchema(Nothing.init)
        ) { _, _ in ToolResult("charged twice") }
        let first = try Agent<Desk>(name: "A", instructions: .text(""), model: model, tools: [free, look])
        _ = try await Setting().run(team: [first], journal: journal)

        let rest = ScriptedModel(turns.suffix(1))
        let second = try Agent<Desk>(name: "A", instructions: .text(""), model: rest, tools: [strict, look])
        let result = try await Setting().run(team: [second], resuming: journal.entries)

        #expect(result.ending.finalText == "Done.")
        #expect(result.outputs.contains("charged"))
    }
}
