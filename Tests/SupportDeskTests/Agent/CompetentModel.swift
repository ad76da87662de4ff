import AgentRuntime
import Formats
import Synchronization

/// A language model that knows its work: ticket, history, search, reply. What it says can be chosen.
final class CompetentModel: Model {
    let name: String
    /// The replies it tries, one after another; the first section's own words when there is none.
    private let replies: [String]
    private let usage: Usage
    private let skipped: Set<String>
    private let heard = Mutex<[ModelRequest]>([])

    init(
        name: String = "competent", replies: [String] = [], skipping skipped: Set<String> = [],
        usage: Usage = Usage(requests: 1, inputTokens: 900, outputTokens: 50, costMicroUSD: 120)
    ) {
        self.name = name
        self.replies = replies
        self.skipped = skipped
        self.usage = usage
    }

    var requests: [ModelRequest] { heard.withLock { $0 } }

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        heard.withLock { $0.append(request) }
        let call = next(after: Work(request))
        return ModelResponse(
            id: "resp_\(requests.count)", output: [.toolCall(ToolCall(id: "c", name: call.0, arguments: call.1.text))],
            usage: usage)
    }

    private func next(after work: Work) -> (String, JSONValue) {
        for tool in ["create_ticket", "get_customer_history", "search_knowledge_base"]
        where !skipped.contains(tool) && !work.called.contains(tool) {
            return (tool, work.arguments(of: tool))
        }
        let tries = work.called.count { $0 == "send_response" }
        let reply = replies.isEmpty ? work.excerpt : replies[min(tries, replies.count - 1)]
        return (
            "send_response",
            [
                "ticket_id": .string(work.ticket), "message": .string(reply), "channel": .string(work.channel),
                "sources": work.section.map { [.string($0)] } ?? [], "asks": nil,
            ]
        )
    }
}

/// What a run has come to, as its model sees it.
private struct Work {
    let called: [String]
    let question: String
    let channel: String
    let customer: String
    private let outputs: [JSONValue]

    init(_ request: ModelRequest) {
        let start = request.items.lastIndex { if case .user = $0 { true } else { false } } ?? 0
        if case .user(let text) = request.items[start] { question = text } else { question = "" }
        let own = request.items[start...]
        called = own.compactMap { if case .toolCall(let call) = $0 { call.name } else { nil } }
        outputs = own.compactMap { item in
            if case .toolOutput(_, let output) = item { try? JSONValue(parsing: output) } else { nil }
        }
        channel = ["email", "whatsapp", "web_form"].first { request.instructions.contains("Channel: \($0)") } ?? ""
        let line = request.instructions.split(separator: "\n").first { $0.contains("Customer:") } ?? ""
        customer = String(line.split(separator: "(").last?.prefix { $0 != ")" } ?? "")
    }

    var ticket: String { outputs.compactMap { $0["ticket_id"]?.string }.first ?? "none" }
    private var best: JSONValue? { outputs.compactMap { $0["results"]?[0] }.last }
    var section: String? { best?["section"]?.string }
    var excerpt: String { best?["excerpt"]?.string ?? "I am sorry, I don't know." }

    func arguments(of tool: String) -> JSONValue {
        switch tool {
        case "create_ticket":
            [
                "customer_id": .string(customer), "issue": "A question", "priority": nil, "category": nil,
                "channel": .string(channel),
            ]
        case "get_customer_history": ["customer_id": .string(customer)]
        default: ["query": .string(question), "max_results": 3, "category": nil]
        }
    }
}
