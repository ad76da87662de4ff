import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FinalOutputTests {
    private func run(_ turns: [ScriptedModel.Turn], _ tools: [Tool<Desk>] = []) async throws -> (
        result: RunResult<Desk>, model: ScriptedModel
    ) {
        let model = ScriptedModel(turns)
        let agent = try Agent<Desk>(
            name: "A", instructions: .text(""), model: model, tools: tools, output: OutputSchema(TextInput.schema))
        return (try await Setting().run(team: [agent]), model)
    }

    @Test func `structured output is asked for by its schema and comes as a value`() async throws {
        let (result, model) = try await run([.says(#" {"text": "Hi"} "#)])

        #expect(result.outputValue == ["text": "Hi"])
        #expect(result.ending.finalText == #" {"text": "Hi"} "#)
        #expect(model.requests.first?.output == OutputFormat(schema: TextInput.schema.json))
    }

    @Test(arguments: [
        ("Hello", "The output is not valid JSON."), ("[]", "The arguments must be an object."),
        (#"{"text": ""}"#, "text must not be empty."),
    ])
    func `output of another form is a failure of the model`(text: String, problem: String) async throws {
        let (result, _) = try await run([.says(text)])

        guard case .modelFailed(let error) = result.ending else { throw Failure() }
        #expect(error as? ModelFault == .invalidOutput(problem: problem))
        #expect(result.outputValue == nil)
    }

    @Test func `text beside a call need not be of the form`() async throws {
        let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
        let (result, _) = try await run(
            [.responds(ModelResponse(output: [.text("One moment."), .toolCall(call)])), .says(#"{"text": "Hi"}"#)],
            [.createTicket])

        #expect(result.outputValue == ["text": "Hi"])
    }

    @Test(arguments: [
        [ModelOutput.refusal("No.")], [.text("Well."), .refusal("No.")],
        [.toolCall(ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)), .refusal("No.")],
    ])
    func `a model that declines ends the run, and nothing it asked for beside is done`(
        output: [ModelOutput]
    ) async throws {
        let (result, _) = try await run([.responds(ModelResponse(output: output))], [.createTicket])

        guard case .refused("No.") = result.ending else { throw Failure() }
        #expect(result.effects.isEmpty)
        #expect(unanswered(result.items).isEmpty)
    }

    @Test func `reasoning is kept before what follows it, and left out where nothing does`() async throws {
        let reasoning: JSONValue = ["type": "reasoning", "id": "rs_1", "encrypted_content": "x"]
        let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#, itemID: "fc_1")
        let model = ScriptedModel([
            .responds(ModelResponse(output: [.reasoning(reasoning), .toolCall(call), .reasoning(reasoning)])),
            .responds(ModelResponse(output: [.reasoning(["no": "type"]), .reasoning("words"), .text("Done.")])),
        ])

        let result = try await Setting().run(model, [.createTicket])

        #expect(result.ending.finalText == "Done.")
        #expect(result.items.count == 4)
        #expect(result.items.first == .reasoning(reasoning))
        #expect(result.items[1] == .toolCall(call))
        for item in result.items { #expect(try Item(json: JSONValue(parsing: item.json.text)) == item) }
    }

    @Test func `an answer that comes after the deadline counts, and ends the run by it`() async throws {
        let setting = Setting()
        let clock = setting.clock
        let model = ScriptedModel([
            .answers { _ in
                clock.advance(by: .seconds(61))
                let call = ToolCall(id: "c", name: "create_ticket", arguments: #"{"text": "A"}"#)
                return ModelResponse(output: [.toolCall(call)], usage: Usage(requests: 1, inputTokens: 9))
            }
        ])

        let result = try await setting.run(model, [.createTicket])

        guard case .deadlineExceeded = result.ending else { throw Failure() }
        #expect(result.usage.inputTokens == 9)
        #expect(result.effects.isEmpty)
        #expect(unanswered(result.items).isEmpty)
    }
}
