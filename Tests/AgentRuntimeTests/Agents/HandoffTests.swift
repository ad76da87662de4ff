import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HandoffTests {
    private func agent(
        _ name: String, _ model: any Model, _ tools: [Tool<Desk>] = [], handoffs: [Handoff<Desk>] = [],
        description: String = "", hooks: (any RunHooks)? = nil
    ) throws -> Agent<Desk> {
        try Agent(
            name: name, handoffDescription: description, instructions: .text("You are \(name)."), model: model,
            tools: tools, handoffs: handoffs, hooks: hooks)
    }

    @Test(arguments: [
        ("Refunds & Compensation Agent", "transfer_to_refunds___compensation_agent"), ("FAQ", "transfer_to_faq"),
        ("b-2_x", "transfer_to_b_2_x"), ("Émile", "transfer_to__mile"), ("", "transfer_to_"),
    ])
    func `a hand-off's tool is named after its agent`(agent: String, tool: String) {
        #expect(Handoff<Desk>.toolName(for: agent) == tool)
    }

    @Test func `hand-offs are offered after the tools, in declared order`() async throws {
        let model = ScriptedModel([.says("Hi.")])
        let billing = Handoff<Desk>(to: "Billing", input: TextInput.schema, accepting: { _, _ in })
        let support = try agent("Support", model, [.createTicket], handoffs: [billing, Handoff(to: "FAQ")])

        _ = try await Setting().run(
            team: [support, agent("Billing", model, description: "Money."), agent("FAQ", model)])

        let tools = try #require(model.requests.first).tools
        #expect(tools.map(\.name) == ["create_ticket", "transfer_to_billing", "transfer_to_faq"])
        #expect(tools[1].description == "Handoff to the Billing agent to handle the request. Money.")
        #expect(tools[1].parameters == TextInput.schema.json)
        #expect(tools[2].description == "Handoff to the FAQ agent to handle the request. ")
        #expect(
            tools[2].parametersJSON
                == Array(#"{"additionalProperties":false,"type":"object","properties":{},"required":[]}"#.utf8))
    }

    @Test func `the first of several wins, after the tools of its turn`() async throws {
        let model = ScriptedModel([
            .calls(
                ("transfer_to_billing", "{}"), ("create_ticket", #"{"text": "A"}"#), ("transfer_to_faq", "{}"),
                ("transfer_to_billing", "{}")), .says("Billing here."),
        ])
        let support = try agent(
            "Support", model, [.createTicket], handoffs: [Handoff(to: "Billing"), Handoff(to: "FAQ")])

        let result = try await Setting().run(team: [support, agent("Billing", model), agent("FAQ", model)])

        #expect(result.lastAgent == "Billing")
        #expect(
            result.items.dropFirst(4) == [
                .toolOutput(callID: "call_2", output: #"{"ticket_id":"T-1"}"#),
                .toolOutput(callID: "call_3", output: "Multiple handoffs detected, ignoring this one."),
                .toolOutput(callID: "call_4", output: "Multiple handoffs detected, ignoring this one."),
                .toolOutput(callID: "call_1", output: #"{"assistant": "Billing"}"#), .assistant("Billing here."),
            ])
        #expect(model.requests.map(\.instructions) == ["You are Support.", "You are Billing."])
        #expect(model.requests[1].items == [.user("Hello?")] + result.items.dropLast())
    }

    @Test func `what the model has to say is checked and noted in the context`() async throws {
        let model = ScriptedModel([
            .calls(("transfer_to_billing", #"{"text": 7}"#)), .calls(("transfer_to_billing", "{")),
            .calls(("transfer_to_billing", #"{"text": "refund"}"#)), .says("Done."),
        ])
        let billing = Handoff<Desk>(
            to: "Billing", input: TextInput.schema, accepting: { input, context in context.log.append(input.text) })

        let result = try await Setting().run(
            team: [agent("Support", model, handoffs: [billing]), agent("Billing", model)])

        #expect(result.outputs.map { $0["error"]?["code"] } == ["invalid_arguments", "invalid_json", nil])
        #expect(result.outputs[0]["error"]?["field"] == "text")
        #expect(result.context.log == ["refund"])
        #expect(result.lastAgent == "Billing")
    }

    @Test func `the next agent sees what the filter leaves, never half a call, and the conversation keeps all`()
        async throws
    {
        var setting = Setting()
        setting.session.items = [.user("Card 4111"), .assistant("Thanks.")]
        let model = ScriptedModel([
            .calls(("look", "{}")), .calls(("transfer_to_billing", "{}")), .says("Done."),
        ])
        let billing = Handoff<Desk>(
            to: "Billing",
            history: { items in
                items.filter { item in
                    if case .toolOutput(_, "seen") = item { return false }
                    return item != .user("Card 4111")
                }
            })

        let result = try await setting.run(
            team: [agent("Support", model, [.read("look") { "seen" }], handoffs: [billing]), agent("Billing", model)])

        let seen = try #require(model.requests.last).items
        #expect(seen.first == .assistant("Thanks."))
        #expect(unanswered(seen).isEmpty)
        #expect(!seen.contains(.toolOutput(callID: "call_1", output: "seen")))
        #expect(result.items.count == 5)
    }

    @Test func `agents that pass a customer around are stopped, and one has to answer`() async throws {
        var setting = Setting()
        setting.settings.maxHandoffs = 3
        setting.settings.maxTurns = 100
        let toB = ScriptedModel.Turn.calls(("transfer_to_b", "{}"))
        let toA = ScriptedModel.Turn.calls(("transfer_to_a", "{}"))
        let model = ScriptedModel([toB, toA, toB, toA, .says("I answer.")])

        let result = try await setting.run(
            team: [agent("A", model, handoffs: [Handoff(to: "B")]), agent("B", model, handoffs: [Handoff(to: "A")])])

        #expect(result.ending.finalText == "I answer.")
        #expect(result.lastAgent == "B")
        #expect(result.outputs.last?["error"]?["code"] == "too_many_handoffs")
        expectValidTree(result.trace)
    }

    @Test func `the agents of a run stand beside each other in its trace, and each hook is balanced`() async throws {
        struct Names: RunHooks {
            let journal: Journal
            var mark = ""
            func agentStarted(_ agent: String) async { journal.write("\(mark)\(agent) starts") }
            func agentEnded(_ agent: String, _ ending: RunEnding?) async { journal.write("\(mark)\(agent) ends") }
            func modelStarted(_ model: String, _ request: ModelRequest) async { journal.write("\(mark)asked") }
            func handedOff(from agent: String, to next: String) async { journal.write("\(mark)\(agent) to \(next)") }
        }
        var setting = Setting()
        let journal = Journal()
        setting.hooks = Names(journal: journal)
        setting.settings.maxTurns = 2
        let model = ScriptedModel([.calls(("transfer_to_b", "{}")), .calls(("transfer_to_b", "{}"))])

        let result = try await setting.run(
            team: [
                agent("A", model, handoffs: [Handoff(to: "B")]),
                agent("B", model, handoffs: [Handoff(to: "B")], hooks: Names(journal: journal, mark: "own ")),
            ])

        guard case .maxTurns(2) = result.ending else { throw Failure() }
        #expect(
            journal.entries == [
                "A starts", "asked", "A to B", "A ends", "B starts", "own B starts", "asked", "own asked", "B to B",
                "own B to B", "B ends", "own B ends", "B starts", "own B starts", "B ends", "own B ends",
            ])
        let agents = result.trace.spans.filter { $0.kind == .agent }
        #expect(agents.map(\.name) == ["A", "B", "B"])
        #expect(agents.map(\.parent) == [nil, nil, nil])
        #expect(agents.map { $0.attributes["ending"] } == ["handed_off", "handed_off", "max_turns"])
        #expect(result.trace.spans.filter { $0.kind == .handoff }.map(\.parent) == [agents[0].id, agents[1].id])
        expectValidTree(result.trace)
    }

    @Test func `the agent that spoke last goes on with the conversation`() async throws {
        var setting = Setting()
        let model = ScriptedModel([.calls(("transfer_to_b", "{}")), .says("B here."), .says("Still B.")])
        let agents = [try agent("A", model, handoffs: [Handoff(to: "B")]), try agent("B", model)]
        let input = [InputMessage(id: "m1", text: "One")]
        let first = try await setting.run(team: agents, input: input)
        setting.session.record(input, first)

        let second = try await setting.run(team: agents, input: [InputMessage(id: "m2", text: "Two")])

        #expect(second.lastAgent == "B")
        #expect(model.requests.last?.instructions == "You are B.")
        #expect(model.requests.last?.items.count == 5)
    }

    @Test func `an agent that is no longer there leaves the conversation to the first`() async throws {
        var setting = Setting()
        let gone = try agent("Gone", ScriptedModel([.says("Bye.")]))
        let input = [InputMessage(id: "m1", text: "One")]
        setting.session.record(input, try await setting.run(team: [gone], input: input))

        let result = try await setting.run(team: [agent("A", ScriptedModel([.says("A here.")]))])

        #expect(result.lastAgent == "A")
    }

    @Test func `an agent that works alone offers no hand-offs, and knows of none`() async throws {
        let setting = Setting()
        let model = ScriptedModel([.calls(("transfer_to_b", "{}")), .says("Alone.")])
        let alone = try agent("A", model, handoffs: [Handoff(to: "B")])

        let result = await Runner.run(
            alone, input: [], session: setting.session, trace: setting.makeTrace(), settings: setting.settings)

        #expect(model.requests.first?.tools.isEmpty == true)
        #expect(result.outputs.first?["error"]?["code"] == "unknown_tool")
    }

    @Test func `a team whose names don't fit makes none`() throws {
        let model = ScriptedModel([])
        let a = try agent("A", model, handoffs: [Handoff(to: "B")])
        #expect(throws: AgentError.emptyTeam) { try AgentTeam<Desk>([]) }
        #expect(throws: AgentError.unknownAgent("B")) { try AgentTeam([a]) }
        #expect(throws: AgentError.duplicateAgent("A")) { try AgentTeam([a, a]) }
        #expect(throws: AgentError.unknownAgent("C")) {
            try AgentTeam([agent("A", model)], entry: "C")
        }
        #expect(throws: AgentError.duplicateTool("transfer_to_b")) {
            try agent("A", model, [.read("transfer_to_b") { "" }], handoffs: [Handoff(to: "B")])
        }
        #expect(throws: AgentError.duplicateTool("transfer_to_b")) {
            try agent("A", model, handoffs: [Handoff(to: "B"), Handoff(to: "b")])
        }
    }
}
