import AgentRuntime
import Formats
import LanguageModels
import Testing

@Suite(
    .timeLimit(.minutes(2)),
    .enabled(if: SharedFiles.canRun, "not run: FTE_SHARED_DATA names no folder with specs/openai"))
struct StreamFixtureTests {
    @Test(arguments: ["responses", "chat"], [1, 7, 4_096])
    func `every sequence comes to the stated end`(wire: String, pieceSize: Int) async throws {
        let sequences = try SharedFiles.load("stream-fixtures.json")["sequences"]!.object!.members
            .filter { $0.key.hasPrefix(wire + "/") }
        #expect(sequences.count >= 7)

        for (name, sequence) in sequences {
            let reply = Reply.stream(Self.bytes(sequence["events"]!.array!, wire: wire), pieceSize: pieceSize)
            try await withModel(ModelWire(rawValue: wire)!, reply) { model, server in
                let deliveries = Deliveries()
                let result: Result<ModelResponse, any Error>
                do {
                    result = .success(try await model.respond(to: .hello(), delivering: deliveries.sink))
                } catch { result = .failure(error) }

                check(name, result, deliveries, stated: sequence["python_client"]!)
                let sent = try server.requests[0].json
                #expect(sent["stream"] == true)
            }
        }
    }

    private func check(
        _ name: String, _ result: Result<ModelResponse, any Error>, _ deliveries: Deliveries, stated: JSONValue
    ) {
        switch result {
        case .failure(let error):
            #expect(stated["exception"] != nil, "\(name): \(error)")
            let kinds = [
                "responses/incomplete": "incomplete", "responses/failed": "failed",
                "responses/error_event": "rate_limited", "chat/length": "incomplete",
                "chat/content_filter": "incomplete", "chat/midstream_error": "failed",
            ]
            #expect((error as? LanguageModelError)?.kind == kinds[name], "\(name)")
        case .success(let response):
            #expect(stated["exception"] == nil, "\(name)")
            let text = stated["output_text"]?.string ?? stated["content"]?.string ?? ""
            #expect(response.text == text, "\(name)")
            #expect(deliveries.text == text, "\(name)")
            let calls = stated["calls"]!.array!.map { $0.array!.map { $0.string! } }
            #expect(response.calls.map { [$0.id, $0.name, $0.arguments] } == calls, "\(name)")
            #expect(response.usage.requests == 1)
            if let total = stated["usage"]?.integer { #expect(response.usage.totalTokens == Int(total)) }
            let refusal = name.hasSuffix("/refusal")
            #expect(response.output.contains { if case .refusal = $0 { true } else { false } } == refusal, "\(name)")
            #expect(deliveries.events.first == .began, "\(name)")
        }
    }

    private static func bytes(_ events: [JSONValue], wire: String) -> [UInt8] {
        var text = ": keep-alive\n\n"
        for event in events {
            if wire == "responses" { text += "event: \(event["type"]!.string!)\n" }
            text += "data: \(event.text)\n\n"
        }
        return Array((wire == "chat" ? text + "data: [DONE]\n\n" : text).utf8)
    }

    @Test func `what compatible servers answered is read, or refused for the right reason`() async throws {
        let servers = try SharedFiles.load("compatible-server-transcript.json")["servers"]!.array!
        var cases = 0
        for exchange in servers.flatMap({ $0["exchanges"]!.array! }) {
            let path = exchange["request"]!["path"]!.string!
            guard path != "/v1/embeddings", path != "/v1/models", path != "/v1/nope" else { continue }
            cases += 1
            let wire: ModelWire = path == "/v1/responses" ? .responses : .chat
            let streams = exchange["request"]!["body"]!["stream"] == true
            let name = exchange["case"]!.string!
            try await withModel(wire, Self.reply(exchange["response"]!)) { model, _ in
                let deliveries = Deliveries()
                let result: String
                do {
                    let response = try await model.respond(
                        to: .hello(), delivering: streams ? deliveries.sink : nil)
                    result = response.calls.isEmpty ? "text" : "call"
                } catch let error as LanguageModelError { result = error.kind }
                #expect(result == Self.expected(name, exchange["response"]!), "\(name)")
            }
        }
        #expect(cases >= 20)
    }

    @Test(arguments: ModelWire.allCases)
    func `every answer that OpenAI prints as an example is read`(wire: ModelWire) async throws {
        let name = wire == .responses ? "POST /responses" : "POST /chat/completions"
        let examples = try SharedFiles.load("examples.json")[name]!.array!
        #expect(examples.count >= 5)
        for example in examples {
            let text = example["response"]!.string!
            let isJSON = (try? JSONValue(parsing: text)) != nil
            // Printed streams lack their end.
            guard isJSON || text.contains("response.completed") else { continue }
            try await withModel(wire, isJSON ? .text(text) : .stream(text)) { model, _ in
                let error = await failure { try await model.respond(to: .hello()) }
                #expect(error == nil, "\(example["title"]!.text): \(text.prefix(200))")
            }
        }
    }

    /// From what was sent: cut text is incomplete whatever it holds.
    private static func expected(_ name: String, _ response: JSONValue) -> String {
        let isResponses = name.hasPrefix("responses")
        switch response["status"]!.integer! {
        case 200:
            let body = response["body"]!.text
            if body.contains(#"finish_reason":"length"#) || body.contains(#"finish_reason\":\"length"#)
                || body.contains(#"finish_reason\": \"length"#)
            {
                return "incomplete"
            }
            return !isResponses && body.contains("lookup_order") ? "call" : "text"
        case 404: return "not_found"
        case 400 where name == "too long": return "context_too_long"
        case 400, 422: return "bad_request"
        default: return "server_error"
        }
    }

    private static func reply(_ response: JSONValue) -> Reply {
        let type = response["contentType"]!.string!
        let status = Int(response["status"]!.integer!)
        if let events = response["body"]!.array {
            let end = type.contains("event-stream") ? "\r\n\r\n" : ""
            return .stream(events.map { $0.string! + end }.joined(), pieceSize: 11)
        }
        return .text(response["body"]!.string ?? response["body"]!.text, status: status, type: type)
    }
}

extension ModelResponse {
    var text: String {
        output.reduce("") { text, part in if case .message(let message) = part { text + message.text } else { text } }
    }

    var calls: [ToolCall] {
        output.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }
}
