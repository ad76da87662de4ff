package import Formats

/// The stored form, which is that of the Responses API:
///
///     {"type": "message", "role": "user" | "assistant" | "developer", "content": "…"}
///     {"type": "function_call", "call_id": "…", "name": "…", "arguments": "…"}
///     {"type": "function_call_output", "call_id": "…", "output": "…"}
extension Item {
    package var json: JSONValue {
        switch self {
        case .user(let text): Self.message(role: "user", text)
        case .assistant(let text): Self.message(role: "assistant", text)
        case .developer(let text): Self.message(role: "developer", text)
        case .toolCall(let call):
            [
                "type": "function_call", "call_id": .string(call.id), "name": .string(call.name),
                "arguments": .string(call.arguments),
            ]
        case .toolOutput(let callID, let output):
            ["type": "function_call_output", "call_id": .string(callID), "output": .string(output)]
        }
    }

    /// - Returns: `nil` for anything but the three shapes above. Members we don't know are ignored.
    package init?(json: JSONValue) {
        switch json["type"]?.string {
        case "message":
            guard let text = json["content"]?.string else { return nil }
            switch json["role"]?.string {
            case "user": self = .user(text)
            case "assistant": self = .assistant(text)
            case "developer": self = .developer(text)
            default: return nil
            }
        case "function_call":
            guard let id = json["call_id"]?.string, let name = json["name"]?.string,
                let arguments = json["arguments"]?.string
            else { return nil }
            self = .toolCall(ToolCall(id: id, name: name, arguments: arguments))
        case "function_call_output":
            guard let id = json["call_id"]?.string, let output = json["output"]?.string else { return nil }
            self = .toolOutput(callID: id, output: output)
        default: return nil
        }
    }

    private static func message(role: JSONValue, _ text: String) -> JSONValue {
        ["type": "message", "role": role, "content": .string(text)]
    }
}
