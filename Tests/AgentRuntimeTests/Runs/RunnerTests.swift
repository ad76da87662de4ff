import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RunnerTests {
    @Test func `an answer in text ends the run`() async throws {
        let model = ScriptedModel([.says("Hello Ada.", usage: Usage(requests: 1, inputTokens: 9, outputTokens: 3))])

        let outcome = try await Setting().run(model)

        #expect(outcome.ending.finalText == "Hello Ada.")
        #expect(outcome.items == [.assistant("Hello Ada.")])
        #expect(outcome.usage == Usage(requests: 1, inputTokens: 9, outputTokens: 3))
        #expect(outcome.lastAgent == "Support")
        try model.verifyComplete()
    }

    @Test func `the model sees instructions, history, input and tools`() async throws {
        var setting = Setting()
        setting.session.items = [.user("Hi"), .assistant("Hello!")]
        let model = ScriptedModel([.says("Done.")])

        _ = try await setting.run(model, [.createTicket], input: [InputMessage(id: "m2", text: "My order?")])

        let request = try #require(model.requests.first)
        #expect(request.instructions == "You help Ada.")
        #expect(request.items == [.user("Hi"), .assistant("Hello!"), .user("My order?")])
        #expect(request.tools.map(\.name) == ["create_ticket"])
        #expect(request.deadline == setting.clock.now + .seconds(60))
    }

    @Test func `outputs go back to the model, effects are staged and context changes show`() async throws {
        let model = ScriptedModel([
            .calls(("create_ticket", #"{"text": "Refund"}"#)),
            .calls(("create_ticket", #"{"text": "Again"}"#), ("send_response", #"{"text": "Soon."}"#)),
            .says("Done."),
        ])

        let outcome = try await Setting().run(model, [.createTicket, .sendResponse])

        #expect(outcome.effects == [.ticket("Refund"), .ticket("Again"), .reply("Soon.")])
        #expect(outcome.context.log == ["ticket Refund", "ticket Again"])
        #expect(outcome.outputs == [["ticket_id": "T-1"], ["ticket_id": "T-2"], ["delivery_status": "pending"]])
        #expect(outcome.usage.requests == 3)
        #expect(outcome.toolCalls.map(\.name) == ["create_ticket", "create_ticket", "send_response"])
        let last = try #require(model.requests.last)
        #expect(Array(last.items.dropFirst()) == Array(outcome.items.dropLast()))
    }

    @Test func `the run ends when a stop tool succeeded, after the other calls of its turn`() async throws {
        var setting = Setting()
        setting.toolUse = .stopAfter(["send_response"])
        let model = ScriptedModel([
            .calls(("send_response", #"{"text": "Hi"}"#), ("create_ticket", #"{"text": "Late"}"#))
        ])

        let outcome = try await setting.run(model, [.createTicket, .sendResponse])

        guard case .stoppedAfter(let tool, let output) = outcome.ending else { throw Failure() }
        #expect(tool == "send_response")
        #expect(output == ["delivery_status": "pending"])
        #expect(outcome.effects == [.reply("Hi"), .ticket("Late")])
        #expect(outcome.items.count == 4)
    }

    @Test func `a stop tool that failed goes back to the model`() async throws {
        var setting = Setting()
        setting.toolUse = .stopAfter(["send_response"])
        let model = ScriptedModel([
            .calls(("send_response", #"{"text": "rude"}"#)), .calls(("send_response", #"{"text": "kind"}"#)),
        ])

        let outcome = try await setting.run(model, [.sendResponse])

        #expect(outcome.effects == [.reply("kind")])
        #expect(outcome.ending.isComplete)
        #expect(outcome.toolCalls.map(\.failure) == [.refused(ToolError("Say it kindly.", field: "text")), nil])
    }

    @Test(arguments: [1, 2, 5])
    func `max turns counts model calls, and the tools of the last one still run`(limit: Int) async throws {
        var setting = Setting()
        setting.settings.maxTurns = limit
        let turn = ScriptedModel.Turn.calls(("create_ticket", #"{"text": "More"}"#))
        let model = ScriptedModel(Array(repeating: turn, count: limit))

        let outcome = try await setting.run(model, [.createTicket])

        guard case .maxTurns(limit) = outcome.ending else { throw Failure() }
        #expect(outcome.effects.count == limit)
        #expect(outcome.usage.requests == limit)
        try model.verifyComplete()
    }

    @Test func `an agent's own max turns comes before the run's`() async throws {
        var setting = Setting()
        setting.maxTurns = 1
        let model = ScriptedModel([.calls(("create_ticket", #"{"text": "More"}"#))])

        let outcome = try await setting.run(model, [.createTicket])

        guard case .maxTurns(1) = outcome.ending else { throw Failure() }
    }

    @Test func `a forced tool is forced only until a tool was used`() async throws {
        var setting = Setting()
        setting.modelSettings = ModelSettings(temperature: 0.5, toolChoice: .required)
        let model = ScriptedModel([.calls(("create_ticket", #"{"text": "A"}"#)), .says("Done.")])

        _ = try await setting.run(model, [.createTicket])

        #expect(model.requests.map(\.settings.toolChoice) == [.required, nil])
        #expect(model.requests.map(\.settings.temperature) == [0.5, 0.5])
    }

    @Test func `a model's error ends the run, which keeps what was done`() async throws {
        let model = ScriptedModel([.calls(("create_ticket", #"{"text": "A"}"#)), .fails(Failure())])

        let outcome = try await Setting().run(model, [.createTicket])

        guard case .modelFailed(let error) = outcome.ending else { throw Failure() }
        #expect(error is Failure)
        #expect(outcome.effects == [.ticket("A")])
        #expect(outcome.items.count == 2)
        #expect(outcome.usage.requests == 1)
    }

    @Test(arguments: [[], [ModelOutput.message("")], [.message(" \n"), .message("\t")]])
    func `an empty answer is a failure of the model`(output: [ModelOutput]) async throws {
        let model = ScriptedModel([.responds(ModelResponse(output: output))])

        let outcome = try await Setting().run(model)

        guard case .modelFailed(let error) = outcome.ending else { throw Failure() }
        #expect(error as? ModelFault == .emptyResponse)
        #expect(outcome.items.isEmpty)
    }

    @Test func `of several messages the last is the final output`() async throws {
        let model = ScriptedModel([.responds(ModelResponse(output: [.message("One."), .message("Two.")]))])

        let outcome = try await Setting().run(model)

        #expect(outcome.ending.finalText == "Two.")
        #expect(outcome.items == [.assistant("One."), .assistant("Two.")])
    }

    @Test func `text beside a call is kept and the run goes on`() async throws {
        let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
        let model = ScriptedModel([
            .responds(ModelResponse(output: [.message("One moment."), .toolCall(call)])), .says("Done."),
        ])

        let outcome = try await Setting().run(model, [.createTicket])

        #expect(
            outcome.items == [
                .assistant("One moment."), .toolCall(call), .toolOutput(callID: "c", output: #"{"ticket_id":"T-1"}"#),
                .assistant("Done."),
            ])
    }

    @Test func `what the model wants remembered is in the outcome`() async throws {
        let response = ModelResponse(id: "resp_1", output: [.message("Hi")], metadata: ["confidence": 0.9])

        let outcome = try await Setting().run(ScriptedModel([.responds(response)], name: "grounded"))

        let call = try #require(outcome.modelCalls.first)
        #expect(call.model == "grounded")
        #expect(call.responseID == "resp_1")
        #expect(call.metadata == ["confidence": 0.9])
    }
}
