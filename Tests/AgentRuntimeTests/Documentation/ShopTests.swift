import AgentRuntime
import Formats
import FoundationEssentials
import Synchronization
import Testing

/// What docs/agents.md shows of running agents. The text between the marks stands there word for word.
@Suite(.timeLimit(.minutes(1))) struct ShopTests {
    private let input = [InputMessage(id: "m-1", text: "Where is order 12345?")]
    private let findsOrder = ScriptedModel.Turn.calls(("find_order", #"{"number": "12345"}"#))

    private func makeTrace() -> Trace {
        Trace(groupID: "conversation-7", startedAt: Date(timeIntervalSince1970: 0), origin: SystemClock.shared.now)
    }

    @Test func `a run answers, and its session remembers`() async throws {
        let model = ScriptedModel([findsOrder, .says("It was delivered.")])
        let team = try ShopCrew(desk: model, refunds: ScriptedModel([])).team
        let written = Mutex<[String]>([])
        let log = ToolLog { line in written.withLock { $0.append(line) } }
        var reply: String?

        // docs: run
        var session = Session<Shop>(context: Shop.Context(customer: "Ada"))
        var settings = RunSettings()
        settings.timeLimit = .seconds(20)
        settings.budget = RunBudget(maxTokens: 30_000, maxCostMicroUSD: 50_000)

        let result = await Runner.run(
            team, input: input, session: session,
            trace: Trace(groupID: "conversation-7", startedAt: Date(), origin: settings.clock.now),
            settings: settings, hooks: log)

        switch result.ending {
        case .finalOutput(let text): reply = text
        case .guardrailTripped(let trip): reply = "I can't help with that (\(trip.guardrail))."
        case .refused, .maxTurns, .budgetExceeded, .deadlineExceeded, .modelFailed: reply = "A colleague will answer."
        default: reply = nil
        }
        session.record(input, result)
        // docs: end

        #expect(reply == "It was delivered.")
        #expect(written.withLock { $0 } == ["find_order: ok"])
        #expect(session.context.order == "12345")
        #expect(session.items.count == 4)
        #expect(try Session<Shop>(json: session.json()).context.order == "12345")
        try model.verifyComplete()
    }

    @Test func `an input guardrail ends the run before a model is asked`() async throws {
        let model = ScriptedModel([])
        let team = try ShopCrew(desk: model, refunds: model).team

        let result = await Runner.run(
            team, input: [InputMessage(id: "m-1", text: "Take 4111111111111111")],
            session: Session(context: Shop.Context(customer: "Ada")), trace: makeTrace())

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip.guardrail == "card_numbers")
        #expect(trip.info == ["found": "a card number"])
    }

    @Test func `an output guardrail keeps a promise from being made`() async throws {
        let model = ScriptedModel([.says("We guarantee it.")])
        let team = try ShopCrew(desk: model, refunds: ScriptedModel([])).team

        let result = await Runner.run(
            team, input: input, session: Session(context: Shop.Context(customer: "Ada")), trace: makeTrace())

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip.guardrail == "promises")
    }

    @Test func `an agent as guardrail decides by its structured output`() async throws {
        let judge = ScriptedModel([.says(#"{"name": "other"}"#)])
        let agent = try Agent<Shop>(
            name: "Desk", instructions: .text(""), model: ScriptedModel([.says("Hm.")]),
            inputGuardrails: [onlyBicycles(judgedBy: judge)])

        let result = await Runner.run(
            agent, input: input, session: Session(context: Shop.Context(customer: "Ada")), trace: makeTrace())

        guard case .guardrailTripped(let trip) = result.ending else { throw Failure() }
        #expect(trip.info == ["name": "other"])
        #expect(judge.requests.first?.output?.name == "final_output")
    }

    @Test func `a hand-off takes its input and part of the history along`() async throws {
        let desk = ScriptedModel([
            findsOrder, .calls(("transfer_to_refunds", #"{"words": "money back for a bent wheel"}"#)),
        ])
        let refunds = ScriptedModel([.says("It is on its way.")])
        let team = try ShopCrew(desk: desk, refunds: refunds).team

        let result = await Runner.run(
            team, input: input, session: Session(context: Shop.Context(customer: "Ada")), trace: makeTrace())

        #expect(result.lastAgent == "Refunds")
        #expect(result.context.wish == "money back for a bent wheel")
        let request = try #require(refunds.requests.first)
        #expect(request.instructions == "Pay back Ada's order. Their wish: money back for a bent wheel.")
        #expect(request.items == [.user("Where is order 12345?")])
    }

    @Test func `a stream tells of a run as it goes`() async throws {
        let team = try ShopCrew(
            desk: ScriptedModel([findsOrder, .says("It was delivered.")]), refunds: ScriptedModel([])
        )
        .team
        var session = Session<Shop>(context: Shop.Context(customer: "Ada"))
        let trace = makeTrace()
        var shown = ""

        // docs: stream
        for await event in Runner.stream(team, input: input, session: session, trace: trace) {
            switch event {
            case .text(let piece): shown += piece
            case .toolStarted(let call, _): shown += "[\(call.name)] "
            case .finished(let result): session.record(input, result)
            default: break
            }
        }
        // docs: end

        #expect(shown == "[find_order] It was delivered.")
        #expect(session.lastAgent == "Desk")
    }

    @Test func `a call waits for a person, and a run that was cut off is gone on with`() async throws {
        let bank = Bank()
        let model = ScriptedModel([
            findsOrder, .calls(("refund", #"{"order": "12345", "cents": 9000}"#)), .says("Paid back."),
        ])
        let agent = try Agent<Shop>(
            name: "Refunds", instructions: .text(""), model: model, tools: [findOrder, refund(by: bank)])
        let team = try AgentTeam([agent])
        let session = Session<Shop>(context: Shop.Context(customer: "Ada"))
        let trace = makeTrace()

        // docs: pause
        let journal = StepList()
        let paused = await Runner.run(team, input: input, session: session, trace: trace, journal: journal)
        guard case .paused(let calls) = paused.ending else { throw Failure() }

        // Later, perhaps in another process, once somebody has said yes:
        let decisions = calls.map { JournalEntry<Shop>.decided(callID: $0.id, .approved(by: "kim")) }
        let result = await Runner.run(
            team, input: input, session: session, trace: trace, journal: journal, resuming: journal.steps + decisions)
        // docs: end

        #expect(calls.map(\.name) == ["refund"])
        #expect(result.ending.finalText == "Paid back.")
        #expect(await bank.paid.values.sorted() == [9_000])
        #expect(model.requests.count == 3, "What was answered before is not asked again.")

        // Cut off right after the payment: it is looked for, not made again.
        let cut = Array(journal.steps.prefix { if case .intended = $0 { false } else { true } }) + decisions
        let intended = journal.steps.filter { if case .intended = $0 { true } else { false } }
        let again = ScriptedModel([.says("Paid back.")])
        let copy = try Agent<Shop>(
            name: "Refunds", instructions: .text(""), model: again, tools: [findOrder, refund(by: bank)])
        let resumed = await Runner.run(
            copy, input: input, session: session, trace: trace, resuming: cut + intended)

        #expect(resumed.ending.finalText == "Paid back.")
        #expect(resumed.outputs.last == ["receipt": "R-1"])
        #expect(await bank.paid.count == 1)
    }

    // docs: test
    @Test func `a shop that is too slow is given up`() async throws {
        let clock = VirtualClock()
        var settings = RunSettings()
        settings.clock = clock
        let model = ScriptedModel([
            .calls(("find_order", #"{"number": "12345"}"#)),
            .answers { _ in
                // Stands for a server that takes a minute.
                clock.advance(by: .seconds(60))
                return ModelResponse(output: [.text("Too late.")])
            },
        ])
        let team = try ShopCrew(desk: model, refunds: model).team

        let result = await Runner.run(
            team, input: [InputMessage(id: "m-1", text: "Where is order 12345?")],
            session: Session(context: Shop.Context(customer: "Ada")),
            trace: Trace(groupID: "c-1", startedAt: Date(), origin: clock.now), settings: settings)

        #expect(result.ending.label == "deadline_exceeded")
        #expect(result.toolCalls.map(\.name) == ["find_order"])
        try model.verifyComplete()
    }
    // docs: end

    @Test func `an input that isn't of the form is the model's to mend`() async throws {
        let model = ScriptedModel([
            .calls(("find_order", #"{"number": "1"}"#)), .calls(("find_order", #"{"number": "00000"}"#)),
            .calls(("keep_note", #"{"text": "asked twice"}"#)), .says("There is none."),
        ])
        let team = try ShopCrew(desk: model, refunds: model).team

        let result = await Runner.run(
            team, input: input, session: Session(context: Shop.Context(customer: "Ada")), trace: makeTrace())

        #expect(result.toolCalls.map { $0.failure?.code } == ["invalid_arguments", "refused", nil])
        #expect(result.effects == [.note("asked twice")])
    }
}
