import AgentRuntime
import Formats
import Testing

@testable import LanguageModels

struct ChatRequestTests {
    private func body(
        _ request: ModelRequest, streams: Bool = false, options change: (inout OpenAIModelOptions) -> Void = { _ in }
    ) throws -> JSONValue {
        var options = OpenAIModelOptions(model: "gpt-test", wire: .chat)
        change(&options)
        let body = try JSONValue(
            parsing: ChatRequest.body(request, settings: request.settings, options: options, streams: streams))
        let problems = SharedFiles.canRun ? try Schemas.problems(body, path: "/v1/chat/completions") : []
        #expect(problems == [])
        return body
    }

    @Test func `instructions lead, and no tools are no member`() throws {
        #expect(
            try body(.hello()) == [
                "model": "gpt-test",
                "messages": [
                    ["role": "system", "content": "Be brief."], ["role": "user", "content": "Hello"],
                ],
            ])
    }

    @Test func `calls alone may have an empty text beside them`() throws {
        let items: [Item] = [
            .user("Where?"), .toolCall(ToolCall(id: "a", name: "f", arguments: "{}")),
            .toolOutput(callID: "a", output: "1"),
        ]

        let body = try body(.hello(items: items)) { $0.writesNullContent = false }

        let message = body["messages"]?[2]
        #expect(message?["tool_calls"]?.array?.count == 1)
        #expect(message?["content"] == "")
    }

    @Test func `calls that follow each other are one message, with the text before them`() throws {
        let items: [Item] = [
            .user("Where?"), .toolCall(ToolCall(id: "a", name: "f", arguments: "{}")), .reasoning([:]),
            .toolCall(ToolCall(id: "b", name: "g", arguments: "{}", itemID: "fc")),
            .toolOutput(callID: "a", output: "1"), .toolOutput(callID: "b", output: "2"),
            .assistant("Let me see."), .toolCall(ToolCall(id: "c", name: "f", arguments: "[]")),
            .toolOutput(callID: "c", output: "3"), .developer("Hurry."), .assistant("Here."), .reasoning([:]),
        ]
        func call(_ id: JSONValue, _ name: JSONValue, _ arguments: JSONValue = "{}") -> JSONValue {
            ["id": id, "type": "function", "function": ["name": name, "arguments": arguments]]
        }

        let messages = try body(.hello(items: items))["messages"]?.array?.dropFirst()

        let expected: [JSONValue] = [
            ["role": "user", "content": "Where?"],
            ["role": "assistant", "content": nil, "tool_calls": [call("a", "f"), call("b", "g")]],
            ["role": "tool", "tool_call_id": "a", "content": "1"],
            ["role": "tool", "tool_call_id": "b", "content": "2"],
            ["role": "assistant", "content": "Let me see.", "tool_calls": [call("c", "f", "[]")]],
            ["role": "tool", "tool_call_id": "c", "content": "3"],
            ["role": "system", "content": "Hurry."], ["role": "assistant", "content": "Here."],
        ]
        #expect(messages.map(Array.init) == expected)
    }

    @Test func `settings, tools and the answer's form have this wire's names`() throws {
        let request = ModelRequest.hello(
            tools: [.lookUp],
            settings: ModelSettings(
                maxOutputTokens: 300, toolChoice: .tool("lookup_order"), parallelToolCalls: false,
                reasoningEffort: "low", store: false),
            output: OutputFormat(
                schema: ["type": "object", "properties": [:], "required": [], "additionalProperties": false]))

        let body = try body(request)

        #expect(body["max_tokens"] == 300 && body["reasoning_effort"] == "low" && body["store"] == false)
        #expect(body["parallel_tool_calls"] == false)
        #expect(body["tool_choice"] == ["type": "function", "function": ["name": "lookup_order"]])
        #expect(
            body["tools"] == [
                [
                    "type": "function",
                    "function": [
                        "name": "lookup_order", "description": "Finds an order.", "strict": true,
                        "parameters": ToolDefinition.lookUp.parameters,
                    ],
                ]
            ])
        #expect(
            body["response_format"] == [
                "type": "json_schema",
                "json_schema": ["name": "final_output", "strict": true, "schema": request.output!.schema],
            ])
    }

    @Test func `streams are asked for usage unless the provider can't bear it`() throws {
        #expect(try body(.hello(), streams: true)["stream_options"] == ["include_usage": true])
        #expect(try body(.hello(), streams: true) { $0.streamsUsage = false }["stream_options"] == nil)
        #expect(try body(.hello())["stream"] == nil)
    }

    @Test(arguments: [true, false], ModelWire.allCases)
    func `a server that doesn't know required tools is only offered them`(isKnown: Bool, wire: ModelWire) async throws {
        let request = ModelRequest.hello(tools: [.lookUp], settings: ModelSettings(toolChoice: .required))
        let change = { (options: inout OpenAIModelOptions) in options.knowsRequiredTools = isKnown }
        try await withModel(wire, [], options: change) { model, _ in
            let body = try JSONValue(parsing: model.body(of: request, streams: false))

            #expect(body["tool_choice"] == (isKnown ? "required" : "auto"))
        }
    }

    @Test func `newer models are told their limit in their own word`() throws {
        let request = ModelRequest.hello(settings: ModelSettings(maxOutputTokens: 50))

        let body = try body(request) { $0.maxTokensMember = .maxCompletionTokens }

        #expect(body["max_completion_tokens"] == 50 && body["max_tokens"] == nil)
    }
}
