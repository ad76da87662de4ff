import AgentRuntime
import Formats
import Foundation
import HTTPClient
import Testing

@testable import LanguageModels

@Suite(.timeLimit(.minutes(2)))
struct BadServerTests {
    private static let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}"# + "\n\n"
    private static let last = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"

    private func kind(
        _ wire: ModelWire, _ reply: Reply, streams: Bool = false, deliveries: Deliveries = Deliveries(),
        maxBodyBytes: Int = 16 << 20
    ) async throws -> String? {
        var kind: String?
        try await withModel(wire, reply, maxBodyBytes: maxBodyBytes) { model, _ in
            let error = await failure {
                try await model.respond(to: .hello(), delivering: streams ? deliveries.sink : nil)
            }
            kind = (error as? LanguageModelError)?.kind
        }
        return kind
    }

    @Test func `an answer that is no answer is named so`() async throws {
        for body in ["<html>502</html>", "{", "{}", "[1]", "\"text\"", "", #"{"choices":[]}"#, #"{"choices":[null]}"#] {
            #expect(try await kind(.chat, .text(body)) == "unreadable_answer", "\(body)")
        }
        for body in ["{}", #"{"status":"queued"}"#, "nothing"] {
            #expect(try await kind(.responses, .text(body)) == "unreadable_answer", "\(body)")
        }
    }

    @Test func `a NUL goes no further, since no database takes it`() async throws {
        let answer: JSONValue = [
            "choices": [
                [
                    "index": 0, "finish_reason": "stop",
                    "message": [
                        "role": "assistant", "content": "a\u{0}b",
                        "tool_calls": [["id": "c", "function": ["name": "f", "arguments": #"{"x":"\u0000y"}"#]]],
                    ],
                ]
            ]
        ]
        try await withModel(.chat, .json(answer)) { model, _ in
            let response = try await model.respond(to: .hello())
            #expect(
                response.output == [
                    .text("ab"), .toolCall(ToolCall(id: "c", name: "f", arguments: #"{"x":"y"}"#)),
                ])
        }
    }

    @Test func `an error with status 200 is one`() async throws {
        let error: JSONValue = ["error": ["message": "No.", "type": "invalid_request_error"]]
        #expect(try await kind(.chat, .json(error)) == "bad_request")
        #expect(try await kind(.responses, .json(error)) == "bad_request")
        #expect(try await kind(.chat, .json(["error": "overloaded"])) == "failed")
        #expect(try await kind(.chat, .stream("data: \(error.text)\n\n"), streams: true) == "bad_request")
    }

    @Test func `a conversation that is too long is told from other bad requests`() async throws {
        #expect(try await kind(.chat, .error(400, code: "context_length_exceeded")) == "context_too_long")
        #expect(
            try await kind(.chat, .error(500, message: "This exceeds the available context size."))
                == "context_too_long")
    }

    @Test(arguments: ModelWire.allCases)
    func `a stream that stops without its end is no short answer`(wire: ModelWire) async throws {
        let start = wire == .chat ? Self.chunk : "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
        for text in [start, start + "data: {\"typ"] {
            let deliveries = Deliveries()
            let broken = Reply.stream(text, ending: .closesBehind(deliveries.gate))
            #expect(try await kind(wire, .stream(text), streams: true) == "stream_cut")
            #expect(try await kind(wire, broken, streams: true, deliveries: deliveries) == "stream_cut")
        }
    }

    @Test func `once something was delivered nobody tries again`() async throws {
        let deliveries = Deliveries()
        let broken = Reply.stream(Self.chunk, ending: .closesBehind(deliveries.gate))
        try await withModel(.chat, broken, .stream(Self.chunk + Self.last)) { model, server in
            let error = await failure { try await model.respond(to: .hello(), delivering: deliveries.sink) }

            #expect(error as? LanguageModelError == .streamCut)
            #expect(deliveries.events == [.began, .text("Hi")])
            #expect(server.requests.count == 1)
        }
    }

    @Test func `before something was delivered somebody does`() async throws {
        try await withModel(.chat, .stream(": wait\n\n", ending: .closes), .stream(Self.chunk + Self.last)) {
            model, _ in
            let deliveries = Deliveries()
            let response = try await model.respond(to: .hello(), delivering: deliveries.sink)

            #expect(response.text == "Hi")
            #expect(deliveries.events == [.began, .text("Hi")])
        }
    }

    @Test func `without [DONE] the reason to finish is an end, even where the connection then breaks`() async throws {
        let deliveries = Deliveries()
        for ending in [Reply.Ending.keepsOpen, .closesBehind(deliveries.gate)] {
            try await withModel(.chat, .stream(Self.chunk + Self.last, ending: ending)) { model, _ in
                let response = try await model.respond(to: .hello(), delivering: deliveries.sink)
                #expect(response.text == "Hi")
            }
        }
    }

    @Test func `a stream that was not asked for, and an answer in one piece that was, are read`() async throws {
        try await withModel(.chat, .stream(Self.chunk + Self.last)) { model, _ in
            let response = try await model.respond(to: .hello())
            #expect(response.text == "Hi")
        }
        try await withModel(.chat, .chatHello) { model, _ in
            let deliveries = Deliveries()
            let response = try await model.respond(to: .hello(), delivering: deliveries.sink)
            #expect(response.text == "Hello")
            #expect(deliveries.events == [.began, .text("Hello")])
        }
    }

    @Test func `invalid UTF-8 is repaired`() async throws {
        let bytes = Array(#"data: {"choices":[{"index":0,"delta":{"content":"a"#.utf8) + [0xC3]
        let rest = Array("\"},\"finish_reason\":\"stop\"}]}\n\n".utf8)
        try await withModel(.chat, .stream(bytes + rest)) { model, _ in
            let response = try await model.respond(to: .hello())
            #expect(response.text == "a\u{FFFD}")
        }
    }

    @Test func `fields of other types than we know count as absent`() async throws {
        let body: JSONValue = [
            "id": 7, "created": 1795207578.02,
            "choices": [
                [
                    "index": "0", "finish_reason": nil,
                    "message": [
                        "content": [["type": "text", "text": "Hi"]], "refusal": nil,
                        "tool_calls": [
                            ["id": nil, "function": ["name": "f", "arguments": ["a": 1]]], 5,
                        ],
                    ],
                ]
            ], "usage": ["prompt_tokens": 3.0, "completion_tokens": "many", "prompt_tokens_details": nil],
        ]
        try await withModel(.chat, .json(body)) { model, _ in
            let response = try await model.respond(to: .hello())

            #expect(response.id == "7" && response.text == "Hi")
            #expect(response.calls == [ToolCall(id: "call_0", name: "f", arguments: #"{"a":1}"#)])
            #expect(response.usage == Usage(requests: 1, inputTokens: 3))
        }
    }

    @Test(arguments: ModelWire.allCases, [false, true])
    func `an answer of 10 MB is refused`(wire: ModelWire, streams: Bool) async throws {
        let text = String(repeating: "a", count: 10 << 20)
        let json: JSONValue =
            wire == .chat
            ? ["choices": [["message": ["content": .string(text)], "delta": ["content": .string(text)]]]]
            : ["output": [["type": "message", "content": [["type": "output_text", "text": .string(text)]]]]]
        let event: JSONValue =
            wire == .chat ? json : ["type": "response.completed", "response": json]

        let kind = try await kind(
            wire, streams ? .stream("data: \(event.text)\n\n", pieceSize: 65_536) : .json(json), streams: streams)

        #expect(kind == "output_too_long")
    }

    @Test(arguments: ["data: aaaaaaaa", ": comment\n", BadServerTests.chunk, "data: {}\n\n"])
    func `a stream that never ends is left`(piece: String) async throws {
        let body = String(repeating: piece, count: 1 + 60_000 / piece.utf8.count)
        var reply = Reply.stream("", ending: .waits)
        reply.endlessPiece = Array("\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n".utf8)

        #expect(try await kind(.chat, reply, streams: true, maxBodyBytes: 1 << 20) == "output_too_long")
    }

    @Test func `no error's text holds the key, the prompt or what the server wrote`() async throws {
        for status in [400, 401, 403, 404, 429, 500] {
            let reply = Reply.error(
                status, code: "sk-test-secret", message: "Bad key sk-test-secret for Hello",
                fields: ["x-request-id: req_7"])
            try await withModel(.chat, reply) { model, _ in
                let error = try #require(await failure { try await model.respond(to: .hello()) } as? LanguageModelError)

                for text in [
                    error.logText, "\(error)", String(reflecting: error), "\(model.server)", dumped(error),
                    dumped(model.server),
                ] {
                    #expect(!text.contains("sk-test") && !text.contains("Hello"), "\(text)")
                }
                #expect(error.logText.contains("\(status)") && error.logText.contains("req_7"))
            }
        }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test func `a model that says more than we take is cut off`() async throws {
        var reply = Reply.stream("", ending: .waits)
        reply.endlessPiece = Array("\(String(Self.chunk.utf8.count, radix: 16))\r\n\(Self.chunk)\r\n".utf8)
        try await withModel(.chat, reply, options: Self.brief) { model, _ in
            let deliveries = Deliveries()
            let error = await failure { try await model.respond(to: .hello(), delivering: deliveries.sink) }

            #expect(error as? LanguageModelError == .outputTooLong)
            #expect(deliveries.text.utf8.count == 100)
        }
    }

    private static func brief(_ options: inout OpenAIModelOptions) { options.maxOutputBytes = 100 }

    @Test func `a key that can't be a header's value is no reason to try again`() async throws {
        let clock = JumpingClock()
        try await withModel(.chat, .chatHello, key: "sk-test\nX-Other: 1", clock: clock) { model, server in
            let error = await failure { try await model.respond(to: .hello()) }

            #expect((error as? LanguageModelError)?.kind == "connection_failed")
            #expect(clock.waits.isEmpty && server.requests.isEmpty)
        }
    }

    @Test func `an answer tells by which id its provider finds it`() async throws {
        let reply = Reply.json(["choices": [["message": ["content": "Hi"]]]], fields: ["x-request-id: req_8"])
        try await withModel(.chat, reply) { model, _ in
            let response = try await model.respond(to: .hello())

            #expect(
                response.metadata == ["model": "gpt-test", "wire": "chat", "retries": 0, "request_id": "req_8"])
        }
    }

    @Test func `the key travels as a bearer token, and none where there is none`() async throws {
        try await withModel(.chat, .chatHello, key: " sk-1\n") { model, server in
            _ = try await model.respond(to: .hello())
            let fields = server.requests[0].fields
            #expect(fields["authorization"] == "Bearer sk-1")
            #expect(fields["content-type"] == "application/json" && fields["accept"] == "application/json")
            #expect(fields["expect"] == nil)
        }
        try await withModel(.chat, .chatHello, key: " ") { model, server in
            _ = try await model.respond(to: .hello())
            #expect(server.requests[0].fields["authorization"] == nil)
        }
    }

    @Test func `cancelling closes the connection`() async throws {
        for reply in [Reply.silent, .stream(Self.chunk, ending: .waits)] {
            try await withModel(.chat, reply, clock: SystemClock.shared) { model, server in
                let task = Task { try await model.respond(to: .hello(), delivering: Deliveries().sink) }
                await server.arrivals.wait()
                task.cancel()

                let error = await failure { try await task.value }
                await server.closings.wait()

                #expect(error is CancellationError)
            }
        }
    }

    @Test func `the deadline ends a silent call, without another`() async throws {
        try await withModel(.chat, .silent, clock: SystemClock.shared) { model, server in
            let error = await failure { try await model.respond(to: .hello(within: .milliseconds(300))) }
            await server.closings.wait()

            #expect(error as? LanguageModelError == .timedOut)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a deadline that has passed makes no call`() async throws {
        try await withModel(.chat, .chatHello) { model, server in
            let error = await failure { try await model.respond(to: .hello(within: .seconds(-1))) }

            #expect(error as? LanguageModelError == .timedOut)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `one connection serves many answers, streamed or not`() async throws {
        try await withModel(
            .chat, .chatHello, .stream(Self.chunk + Self.last + "data: [DONE]\n\n"), .chatHello,
            clock: SystemClock.shared
        ) { model, server in
            _ = try await model.respond(to: .hello())
            _ = try await model.respond(to: .hello(), delivering: Deliveries().sink)
            _ = try await model.respond(to: .hello())

            #expect(server.connections == 1)
        }
    }
}
