import Formats
import Foundation
import Synchronization

/// A language model at a server of its own that works as it is told: opens the ticket, reads the history where there is
/// one, searches with the customer's own words and answers with what it found.
final class StandInModel: Sendable {
    private let server: StandIn

    var requests: [JSONValue] { server.requests.map(\.body) }

    /// For the program that is to ask it.
    var environment: [String: String] {
        ["FTE_MODEL_URL": server.url + "/v1", "FTE_MODEL_KEY": "sk-stand-in", "FTE_MODEL_NAME": "stand-in"]
    }

    /// - Parameters:
    ///   - declines: whether it refuses to answer, in the customer's own words.
    ///   - asked: is told of each request before it is answered, from a thread that it may hold.
    init(declines: Bool = false, asked: @escaping @Sendable (Int) -> Void = { _ in }) throws {
        server = try StandIn { request, number in
            asked(number)
            let messages = request.body["messages"]?.array ?? []
            return declines ? Self.refusal(of: messages, id: number) : Self.answer(messages, id: number)
        }
    }

    private static func answer(_ messages: [JSONValue], id: Int) -> JSONValue {
        let start = messages.lastIndex { $0["role"] == "user" } ?? 0
        let words = messages[start]["content"]?.string ?? ""
        let outputs = messages[start...].filter { $0["role"] == "tool" }
            .compactMap { try? JSONValue(parsing: $0["content"]?.string ?? "") }
        let instructions = messages.first?["content"]?.string ?? ""
        let customer = instructions.firstMatch(of: /\(([0-9a-f]{8}-[0-9a-f-]{27})\)/).map { String($0.1) } ?? ""
        let hasHistory = messages[..<start].contains { $0["role"] == "user" }
        let ticket = outputs.lazy.compactMap { $0["ticket_id"]?.string }.first
        let found = outputs.lazy.compactMap { $0["results"]?[0] }.first
        if ticket == nil {
            return call(
                "create_ticket",
                ["customer_id": .string(customer), "issue": .string(String(words.prefix(200))), "channel": "web_form"],
                id)
        }
        if hasHistory, outputs.count == 1 {
            return call("get_customer_history", ["customer_id": .string(customer)], id)
        }
        guard let found else { return call("search_knowledge_base", ["query": .string(words)], id) }
        return call(
            "send_response",
            [
                "ticket_id": .string(ticket ?? ""), "message": found["excerpt"] ?? .null, "channel": "web_form",
                "sources": [found["section"] ?? .null],
            ], id)
    }

    private static func refusal(of messages: [JSONValue], id: Int) -> JSONValue {
        let words = messages.last { $0["role"] == "user" }?["content"] ?? .null
        return chat(["role": "assistant", "content": nil, "refusal": words], ending: "stop", id)
    }

    private static func call(_ name: String, _ arguments: JSONObject, _ id: Int) -> JSONValue {
        let function: JSONValue = ["name": .string(name), "arguments": .string(JSONValue.object(arguments).text)]
        return chat(
            [
                "role": "assistant", "content": nil,
                "tool_calls": [["id": .string("call_\(id)"), "type": "function", "function": function]],
            ], ending: "tool_calls", id)
    }

    private static func chat(_ message: JSONValue, ending: JSONValue, _ id: Int) -> JSONValue {
        [
            "id": .string("chat-\(id)"), "choices": [["index": 0, "finish_reason": ending, "message": message]],
            "usage": ["prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120],
        ]
    }
}
