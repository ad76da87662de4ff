import Formats

/// A run's span in the words of the conventions for generative systems (OpenTelemetry, gen-ai).
struct RunAttributes {
    let kind: String
    let name: String
    let conversation: JSONValue
    let own: JSONObject
    let withContents: Bool

    /// What goes along in any case: figures and words of fixed sets. Whatever is new has to be let in here.
    private static let harmless: Set = [
        "call_id", "cost_micro_usd", "effect", "ending", "from", "handoffs", "input_tokens", "items", "messages",
        "output_tokens", "reason", "response_id", "rule", "stage", "to", "tools", "tripped", "turn",
        "turns",
    ]
    /// Of what models note about their answers. The built-in one also notes words that no document has: the customer's.
    private static let harmlessMetadata: Set = ["confidence", "fallbacks", "model", "retries", "usage", "wire"]
    private static let renamed = [
        "input_tokens": "gen_ai.usage.input_tokens", "output_tokens": "gen_ai.usage.output_tokens",
        "response_id": "gen_ai.response.id", "call_id": "gen_ai.tool.call.id",
        "arguments": "gen_ai.tool.call.arguments",
    ]

    private var operation: (name: String, subject: String)? {
        switch kind {
        case "agent": ("invoke_agent", "gen_ai.agent.name")
        case "generation": ("chat", "gen_ai.request.model")
        case "tool": ("execute_tool", "gen_ai.tool.name")
        default: nil
        }
    }

    /// Of a chain, the model that answered. The name of a tool that doesn't exist is a model's word.
    private var subject: String {
        switch kind {
        case "generation": own["metadata"]?["model"]?.string ?? name
        case "tool" where own["effect"] == nil && !withContents: "unknown"
        default: name
        }
    }

    var spanName: String { operation.map { "\($0.name) \(subject)" } ?? "\(kind) \(subject)" }

    var list: [(key: String, value: JSONValue)] {
        var list: [(key: String, value: JSONValue)] = [("gen_ai.conversation.id", conversation)]
        if let operation {
            list.append(("gen_ai.operation.name", .string(operation.name)))
            list.append((operation.subject, .string(subject)))
        }
        for (key, value) in own.members where withContents || Self.harmless.contains(key) {
            list.append((key == "output" && kind == "tool" ? "gen_ai.tool.call.result" : attribute(key), value))
        }
        if !withContents, let metadata = own["metadata"]?.object {
            var kept = JSONObject()
            for (key, value) in metadata.members where Self.harmlessMetadata.contains(key) { kept[key] = value }
            if !kept.isEmpty { list.append((attribute("metadata"), .object(kept))) }
        }
        return list
    }

    private func attribute(_ key: String) -> String { Self.renamed[key] ?? "fte.\(key)" }
}
