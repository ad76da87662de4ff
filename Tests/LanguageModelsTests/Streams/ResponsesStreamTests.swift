import AgentRuntime
import Formats
import LanguageModels
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ResponsesStreamTests {
    /// What a model answers, and delivers, when its server sends these events.
    private func answer(
        _ events: [JSONValue], items: [Item] = [.user("Hello")]
    ) async throws -> (response: ModelResponse, events: [ModelEvent]) {
        var answer: (ModelResponse, [ModelEvent])?
        let body = events.map { "data: \($0.text)\n\n" }.joined()
        try await withModel(.responses, .stream(body)) { model, _ in
            let deliveries = Deliveries()
            let response = try await model.respond(to: .hello(items: items), delivering: deliveries.sink)
            answer = (response, deliveries.events)
        }
        return try #require(answer)
    }

    private func completed(_ output: [JSONValue]) -> JSONValue {
        ["type": "response.completed", "response": ["id": "resp_1", "status": "completed", "output": .array(output)]]
    }

    private func message(_ text: JSONValue) -> JSONValue {
        ["type": "message", "id": "msg_1", "content": [["type": "output_text", "text": text]]]
    }

    @Test func `what is done goes before what was collected`() async throws {
        let (response, events) = try await answer([
            ["type": "response.output_text.delta", "output_index": 0, "delta": "Helo"],
            ["type": "response.output_item.done", "output_index": 0, "item": message("Hello")], completed([]),
        ])

        #expect(response.output == [.message(AssistantMessage("Hello", id: "msg_1"))])
        #expect(events == [.began, .text("Helo")])
    }

    @Test func `an end without output leaves what was collected`() async throws {
        let call: JSONValue = [
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": "",
        ]
        let (response, events) = try await answer([
            ["type": "response.output_text.delta", "output_index": 0, "delta": "Hel"],
            ["type": "response.output_text.done", "output_index": 0, "text": "Hello"],
            ["type": "response.output_item.added", "output_index": 1, "item": call],
            ["type": "response.function_call_arguments.delta", "output_index": 1, "delta": "{\"a\""],
            ["type": "response.function_call_arguments.delta", "output_index": 1, "delta": ":1}"],
            ["type": "response.completed", "response": ["status": "completed"]],
        ])

        #expect(
            response.output == [
                .text("Hello"), .toolCall(ToolCall(id: "call_1", name: "f", arguments: "{\"a\":1}", itemID: "fc_1")),
            ])
        #expect(
            events == [
                .began, .text("Hel"), .arguments(call: 0, "{\"a\""), .arguments(call: 0, ":1}"),
            ])
    }

    @Test func `an answer without deltas is delivered at its end`() async throws {
        let (response, events) = try await answer([completed([message("Hello")])])

        #expect(response.id == "resp_1" && response.text == "Hello")
        #expect(events == [.began, .text("Hello")])
    }

    @Test func `reasoning goes back to the model that wrote it, as it was, and to no other`() async throws {
        let reasoning: JSONValue = ["type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"]
        let (response, _) = try await answer([completed([reasoning, message("Hello")])])
        guard case .reasoning(let kept) = response.output.first else {
            Issue.record("no reasoning")
            return
        }

        for (name, expected) in [("gpt-test", [reasoning]), ("another", [])] {
            var options = OpenAIModelOptions(model: "m", wire: .responses)
            options.defaults.store = false
            try await withModel(.responses, .stream("data: \(completed([message("Hi")]).text)\n\n")) { model, server in
                let other = OpenAIModel(server: model.server, options: options, name: name)
                _ = try await other.respond(to: .hello(items: [.user("Hello"), .reasoning(kept)]))
                let sent = try server.requests[0].json["input"]?.array?.dropFirst()
                #expect(sent.map(Array.init) == expected)
            }
        }
    }

    private static func priced(_ options: inout OpenAIModelOptions) {
        options.prices = ModelPrices(input: 1_000_000, cachedInput: 500_000, output: 2_000_000)
    }

    @Test func `usage without figures costs what the texts come to, where there are prices`() async throws {
        let reply = Reply.json(completed([message("Hello Hello!")])["response"]!)
        try await withModel(.responses, reply, options: Self.priced) { model, _ in
            let request = ModelRequest.hello(items: [.user(String(repeating: "a", count: 391))])
            let response = try await model.respond(to: request)

            #expect(response.usage == Usage(requests: 1, inputTokens: 100, outputTokens: 3, costMicroUSD: 106))
            #expect(response.metadata["usage"] == "estimated")
            #expect(model.estimate(request).costMicroUSD == 100 + 2 * 4_096)
        }
    }

    @Test func `usage tells what came from the cache and what went into reasoning`() async throws {
        let usage: JSONValue = [
            "input_tokens": 100, "input_tokens_details": ["cached_tokens": 60], "output_tokens": 50,
            "output_tokens_details": ["reasoning_tokens": 40],
        ]
        let reply = Reply.json(["status": "completed", "output": [message("Hi")], "usage": usage])
        try await withModel(.responses, reply, options: Self.priced) { model, _ in
            let response = try await model.respond(to: .hello())

            #expect(
                response.usage
                    == Usage(
                        requests: 1, inputTokens: 100, cachedTokens: 60, outputTokens: 50, reasoningTokens: 40,
                        costMicroUSD: 170))
        }
    }
}
