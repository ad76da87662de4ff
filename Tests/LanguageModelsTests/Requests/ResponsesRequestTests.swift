import AgentRuntime
import Formats
import Testing

@testable import LanguageModels

struct ResponsesRequestTests {
    private func body(
        _ request: ModelRequest, defaults: ModelSettings = ModelSettings(), streams: Bool = false
    ) throws -> JSONValue {
        var options = OpenAIModelOptions(model: "gpt-test", wire: .responses)
        options.defaults = defaults
        let body = try JSONValue(
            parsing: ResponsesRequest.body(
                request, settings: request.settings.filled(from: defaults), options: options, origin: "gpt-test",
                streams: streams))
        let problems = SharedFiles.canRun ? try Schemas.problems(body, path: "/v1/responses") : []
        #expect(problems == [])
        return body
    }

    @Test func `a plain request names what OpenAI's own agents name, empty arrays too`() throws {
        #expect(
            try body(.hello()) == [
                "model": "gpt-test", "include": [], "input": [["content": "Hello", "role": "user"]],
                "instructions": "Be brief.", "tools": [],
            ])
        #expect(try body(.hello(), streams: true)["stream"] == true)
    }

    @Test func `the whole of a conversation is given back, with the ids its items came with`() throws {
        let items: [Item] = [
            .user("Where is A-1?"), .developer("The customer waits."),
            .reasoning(["type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"]),
            .toolCall(ToolCall(id: "call_1", name: "lookup_order", arguments: "{}", itemID: "fc_1")),
            .toolCall(ToolCall(id: "call_2", name: "lookup_order", arguments: "{}")),
            .toolOutput(callID: "call_1", output: "\"on its way\""),
            .assistant(AssistantMessage("On its way.", id: "msg_1")), .assistant("Anything else?"),
        ]

        let input = try body(.hello(items: items))["input"]

        #expect(
            input == [
                ["content": "Where is A-1?", "role": "user"], ["content": "The customer waits.", "role": "developer"],
                ["type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"],
                [
                    "type": "function_call", "call_id": "call_1", "name": "lookup_order", "arguments": "{}",
                    "id": "fc_1",
                    "status": "completed",
                ],
                ["type": "function_call", "call_id": "call_2", "name": "lookup_order", "arguments": "{}"],
                ["type": "function_call_output", "call_id": "call_1", "output": "\"on its way\""],
                [
                    "id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
                    "content": [["type": "output_text", "text": "On its way.", "annotations": [], "logprobs": []]],
                ],
                ["role": "assistant", "content": "Anything else?"],
            ])
    }

    @Test func `settings, tools and the answer's form are sent when there are any`() throws {
        let request = ModelRequest.hello(
            tools: [.lookUp],
            settings: ModelSettings(
                temperature: 0.2, topP: 0.5, maxOutputTokens: 300, toolChoice: .required, parallelToolCalls: false),
            output: OutputFormat(
                schema: ["type": "object", "properties": [:], "required": [], "additionalProperties": false]))

        let body = try body(request)

        #expect(body["max_output_tokens"] == 300 && body["temperature"] == 0.2 && body["top_p"] == 0.5)
        #expect(body["tool_choice"] == "required" && body["parallel_tool_calls"] == false)
        #expect(
            body["tools"] == [
                [
                    "type": "function", "name": "lookup_order", "description": "Finds an order.", "strict": true,
                    "parameters": ToolDefinition.lookUp.parameters,
                ]
            ])
        #expect(
            body["text"] == [
                "format": [
                    "type": "json_schema", "name": "final_output", "strict": true, "schema": request.output!.schema,
                ]
            ])
    }

    @Test func `what concerns tools isn't sent without them`() throws {
        let body = try body(.hello(settings: ModelSettings(toolChoice: .tool("f"), parallelToolCalls: true)))

        #expect(body["tool_choice"] == nil && body["parallel_tool_calls"] == nil)
    }

    @Test func `a provider that keeps nothing is asked for its reasoning, and gets only what it can read`() throws {
        let items: [Item] = [
            .reasoning(["type": "reasoning", "id": "rs_1", "summary": []]),
            .reasoning(["type": "reasoning", "id": "rs_2", "summary": [], "encrypted_content": "x"]),
        ]

        let body = try body(
            .hello(items: items), defaults: ModelSettings(reasoningEffort: "low", store: false))

        #expect(body["store"] == false && body["reasoning"] == ["effort": "low"])
        #expect(body["include"] == ["reasoning.encrypted_content"])
        #expect(body["input"]?.array?.count == 1)
        #expect(body["input"]?[0]?["id"] == "rs_2")
    }

    @Test func `a request's own settings go before the defaults`() throws {
        let request = ModelRequest.hello(settings: ModelSettings(temperature: 0.9))

        let body = try body(request, defaults: ModelSettings(temperature: 0.1, maxOutputTokens: 100, store: false))

        #expect(body["temperature"] == 0.9 && body["max_output_tokens"] == 100 && body["store"] == false)
    }
}
