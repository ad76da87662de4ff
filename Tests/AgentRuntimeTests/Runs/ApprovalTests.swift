import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ApprovalTests {
    private static func refund(when isNeeded: Approval<TextInput, Desk> = .always) -> Tool<Desk> {
        Tool(
            "refund", "Pays back.", effect: .irreversible, approval: isNeeded, input: TextInput.schema
        ) { input, call in
            ToolResult("refunded", effects: [.reply("refund \(input.text) knowing \(call.context.log.count)")])
        }
    }

    private func team(_ turns: [ScriptedModel.Turn], toolUse: ToolUse = .runAgain) throws -> (
        agents: [Agent<Desk>], model: ScriptedModel
    ) {
        let model = ScriptedModel(turns)
        let support = try Agent<Desk>(
            name: "Support", instructions: .text(""), model: model,
            tools: [Self.refund(), .createTicket, .sendResponse], handoffs: [Handoff(to: "Billing")], toolUse: toolUse)
        return ([support, try Agent(name: "Billing", instructions: .text(""), model: model)], model)
    }

    private func approved(_ result: RunResult<Desk>, _ callIDs: String...) -> [JournalEntry<Desk>] {
        result.journal + callIDs.map { .decided(callID: $0, .approved(by: "Eve")) }
    }

    @Test func `a call that needs a person waits, and the others of its turn are made`() async throws {
        let (agents, model) = try team([
            .calls(("refund", #"{"text": "5"}"#), ("create_ticket", #"{"text": "A"}"#)), .says("Refunded."),
        ])
        let setting = Setting()
        let paused = try await setting.run(team: agents)

        guard case .paused(let calls) = paused.ending else { throw Failure() }
        #expect(calls.map(\.name) == ["refund"])
        #expect(paused.effects == [.ticket("A")])
        #expect(unanswered(paused.items) == ["call_1"])
        #expect(!paused.ending.isComplete)
        expectValidTree(paused.trace)

        let result = try await setting.run(team: agents, resuming: approved(paused, "call_1"))

        #expect(result.ending.finalText == "Refunded.")
        #expect(result.effects == [.ticket("A"), .reply("refund 5 knowing 1")])
        #expect(result.usage.requests == 2)
        #expect(unanswered(result.items).isEmpty)
        try model.verifyComplete()
    }

    @Test func `a pause outlives the process in its stored form`() async throws {
        let (agents, model) = try team([.calls(("refund", #"{"text": "5"}"#)), .says("Refunded.")])
        let setting = Setting()
        let journal = try MemoryJournal()
        let paused = try await setting.run(team: agents, journal: journal)
        guard case .paused = paused.ending else { throw Failure() }
        #expect(journal.stored.count == paused.journal.count)
        try journal.keep(.decided(callID: "call_1", .approved(by: "Eve")))

        let result = try await setting.run(team: agents, journal: journal, resuming: journal.entries)

        #expect(result.ending.finalText == "Refunded.")
        try model.verifyComplete()
    }

    @Test func `one decision of two pauses the run again, and does its work once`() async throws {
        let (agents, model) = try team([
            .calls(("refund", #"{"text": "1"}"#), ("refund", #"{"text": "2"}"#)), .says("Both."),
        ])
        let setting = Setting()
        let first = try await setting.run(team: agents)
        let second = try await setting.run(team: agents, resuming: approved(first, "call_2"))

        guard case .paused(let calls) = second.ending else { throw Failure() }
        #expect(calls.map(\.id) == ["call_1"])
        #expect(second.effects == [.reply("refund 2 knowing 0")])

        let result = try await setting.run(team: agents, resuming: approved(second, "call_1"))

        #expect(Set(result.effects.map { "\($0)" }).count == 2)
        #expect(result.effects.count == 2)
        #expect(result.usage.requests == 2)
        try model.verifyComplete()
    }

    @Test func `a rejection is told to the model, which goes on`() async throws {
        let (agents, model) = try team([.calls(("refund", #"{"text": "5"}"#)), .says("Sorry.")])
        let setting = Setting()
        let paused = try await setting.run(team: agents)
        let steps = paused.journal + [.decided(callID: "call_1", .rejected(by: "Eve", reason: ""))]

        let result = try await setting.run(team: agents, resuming: steps)

        #expect(result.ending.finalText == "Sorry.")
        #expect(result.effects.isEmpty)
        #expect(
            model.requests.last?.items.last
                == .toolOutput(
                    callID: "call_1",
                    output: #"{"error":{"code":"not_approved","message":"Tool execution was not approved."}}"#))
    }

    @Test func `a hand-off of the same turn waits for the decision too`() async throws {
        let (agents, _) = try team([
            .calls(("transfer_to_billing", "{}"), ("refund", #"{"text": "5"}"#)), .says("Billing."),
        ])
        let setting = Setting()
        let paused = try await setting.run(team: agents)
        #expect(paused.lastAgent == "Support")

        let result = try await setting.run(team: agents, resuming: approved(paused, "call_2"))

        #expect(result.lastAgent == "Billing")
        #expect(result.effects.count == 1)
        #expect(unanswered(result.items).isEmpty)
    }

    @Test func `a stop tool beside it doesn't take the decision away`() async throws {
        let (agents, _) = try team(
            [.calls(("send_response", #"{"text": "Soon."}"#), ("refund", #"{"text": "5"}"#))],
            toolUse: .stopAfter(["send_response"]))
        let setting = Setting()
        let paused = try await setting.run(team: agents)
        guard case .paused = paused.ending else { throw Failure() }

        let result = try await setting.run(team: agents, resuming: approved(paused, "call_2"))

        guard case .stoppedAfter("send_response", let output) = result.ending else { throw Failure() }
        #expect(output == ["delivery_status": "pending"])
        #expect(result.effects.count == 2)
    }

    @Test(arguments: [("5", true), ("500", false)])
    func `whether a person is needed may depend on the call`(sum: String, isFree: Bool) async throws {
        let tool = Self.refund(when: .when { input, context in input.text.count > 2 && context.customer == "Ada" })
        let model = ScriptedModel([.calls(("refund", #"{"text": "\#(sum)"}"#)), .says("Done.")])

        let result = try await Setting().run(model, [tool])

        #expect(result.ending.label == (isFree ? "final_output" : "paused"))
    }

    @Test func `nothing waits for a person once a guardrail has tripped`() async throws {
        let model = ScriptedModel([.calls(("refund", #"{"text": "5"}"#))])
        let asked = Gate()
        let result = try await Setting().run(team: [
            Agent(
                name: "Support", instructions: .text(""), model: model, tools: [Self.refund()],
                inputGuardrails: [
                    InputGuardrail("slow") { _ in
                        asked.open()
                        return .tripped()
                    }
                ])
        ])

        guard case .guardrailTripped = result.ending else { throw Failure() }
        #expect(unanswered(result.items).isEmpty)
    }

    @Test func `a paused run leaves the customer's message once`() async throws {
        let (agents, _) = try team([.calls(("refund", #"{"text": "5"}"#)), .says("Refunded.")])
        var setting = Setting()
        let input = [InputMessage(id: "m1", text: "Refund!")]
        let paused = try await setting.run(team: agents, input: input)
        setting.session.record(input, paused)
        #expect(setting.session.unanswered == input)

        let result = try await setting.run(team: agents, input: [], resuming: approved(paused, "call_1"))
        setting.session.record(input, result)

        #expect(setting.session.items.filter { $0 == .user("Refund!") }.count == 1)
        #expect(setting.session.unanswered.isEmpty)
    }
}
