import AgentRuntime
import Formats
import LanguageModels
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ChatStreamTests {
    private func answer(_ deltas: [JSONValue]) async throws -> (calls: [ToolCall], events: [ModelEvent]) {
        var answer: ([ToolCall], [ModelEvent])?
        var body = deltas.map { delta in
            let chunk: JSONValue = ["choices": [["index": 0, "delta": delta]]]
            return "data: \(chunk.text)\r\n\r\n"
        }.joined()
        body += "data: {\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":\"tool_calls\"}]}\r\n\r\n"
        try await withModel(.chat, .stream(body)) { model, _ in
            let deliveries = Deliveries()
            let response = try await model.respond(to: .hello(), delivering: deliveries.sink)
            answer = (response.calls, deliveries.events)
        }
        return try #require(answer)
    }

    private func call(_ index: JSONValue, _ id: JSONValue, _ name: JSONValue, _ arguments: JSONValue) -> JSONValue {
        ["tool_calls": [["index": index, "id": id, "function": ["name": name, "arguments": arguments]]]]
    }

    @Test func `calls are told apart by index, whatever is repeated`() async throws {
        let (calls, events) = try await answer([
            call(0, "a", "f", "{"), call(1, "b", "g", "["), call(0, "a", "f", "}"), call(1, nil, nil, "]"),
        ])

        #expect(
            calls == [ToolCall(id: "a", name: "f", arguments: "{}"), ToolCall(id: "b", name: "g", arguments: "[]")])
        #expect(
            events == [
                .began, .arguments(call: 0, "{"), .arguments(call: 1, "["), .arguments(call: 0, "}"),
                .arguments(call: 1, "]"),
            ])
    }

    @Test func `calls that share an index are told apart by id, and those without either follow each other`()
        async throws
    {
        let sharing = try await answer([call(0, "a", "f", "{}"), call(0, "b", "g", "[]")])
        let bare = try await answer([call(nil, "a", "f", "{"), call(nil, nil, nil, "}"), call(nil, "b", "g", "[]")])

        for calls in [sharing.calls, bare.calls] {
            #expect(
                calls == [ToolCall(id: "a", name: "f", arguments: "{}"), ToolCall(id: "b", name: "g", arguments: "[]")])
        }
    }

    @Test func `the older form of a call counts when it stands alone`() async throws {
        let (calls, _) = try await answer([
            ["function_call": ["name": "f", "arguments": "{"]], ["function_call": ["arguments": "}"]],
        ])

        #expect(calls == [ToolCall(id: "call_0", name: "f", arguments: "{}")])
    }

    @Test func `reasoning is told of, but is no part of the answer`() async throws {
        let (_, events) = try await answer([["reasoning_content": "Hm."], ["content": "Hi"]])

        #expect(events == [.began, .reasoning, .text("Hi")])
    }
}
