package import Formats

/// The stored form, which is that of the Responses API:
///
///     {"type": "message", "role": "user" | "assistant" | "developer", "content": "…"}
///     {"type": "function_call", "call_id": "…", "name": "…", "arguments": "…"}
///     {"type": "function_call_output", "call_id": "…", "output": "…"}
extension Item: JSONDecodable {
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

    /// Members we don't know are ignored.
    package init(json: JSONValue) throws(JSONMismatch) {
        switch try json.required("type", as: String.self) {
        case "message":
            let text: String = try json.required("content")
            switch try json.required("role", as: String.self) {
            case "user": self = .user(text)
            case "assistant": self = .assistant(text)
            case "developer": self = .developer(text)
            default: throw JSONMismatch("expected user, assistant or developer", path: "role")
            }
        case "function_call":
            self = .toolCall(
                ToolCall(
                    id: try json.required("call_id"), name: try json.required("name"),
                    arguments: try json.required("arguments")))
        case "function_call_output":
            self = .toolOutput(callID: try json.required("call_id"), output: try json.required("output"))
        default: throw JSONMismatch("expected message, function_call or function_call_output", path: "type")
        }
    }

    private static func message(role: JSONValue, _ text: String) -> JSONValue {
        ["type": "message", "role": role, "content": .string(text)]
    }
}
