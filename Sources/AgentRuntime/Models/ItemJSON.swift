package import Formats

/// The stored form, which is that of the Responses API:
///
///     {"type": "message", "role": "user" | "assistant" | "developer", "content": "…", "id"?: "…"}
///     {"type": "function_call", "call_id": "…", "name": "…", "arguments": "…", "id"?: "…"}
///     {"type": "function_call_output", "call_id": "…", "output": "…"}
///     {"type": "reasoning", …} as the provider wrote it
extension Item: JSONDecodable {
    package var json: JSONValue {
        switch self {
        case .user(let text): Self.message(role: "user", text)
        case .assistant(let message): message.json
        case .developer(let text): Self.message(role: "developer", text)
        case .reasoning(let item): item
        case .toolCall(let call): call.json
        case .toolOutput(let callID, let output):
            ["type": "function_call_output", "call_id": .string(callID), "output": .string(output)]
        }
    }

    /// Members we don't know are ignored.
    package init(json: JSONValue) throws(JSONMismatch) {
        switch try json.required("type", as: String.self) {
        case "message":
            switch try json.required("role", as: String.self) {
            case "user": self = .user(try json.required("content"))
            case "assistant": self = .assistant(try AssistantMessage(json: json))
            case "developer": self = .developer(try json.required("content"))
            default: throw JSONMismatch("expected user, assistant or developer", path: "role")
            }
        case "function_call": self = .toolCall(try ToolCall(json: json))
        case "function_call_output":
            self = .toolOutput(callID: try json.required("call_id"), output: try json.required("output"))
        case "reasoning": self = .reasoning(json)
        default:
            throw JSONMismatch("expected message, function_call, function_call_output or reasoning", path: "type")
        }
    }

    fileprivate static func message(role: JSONValue, _ text: String) -> JSONValue {
        ["type": "message", "role": role, "content": .string(text)]
    }
}

extension Item: JSONEncodable {
    /// Writes the same as ``json`` without making it first: conversations are stored after every run.
    package func write(to json: inout JSONWriter) {
        switch self {
        case .user(let text): Self.write(text, after: #"{"type":"message","role":"user","content":"#, to: &json)
        case .developer(let text):
            Self.write(text, after: #"{"type":"message","role":"developer","content":"#, to: &json)
        case .assistant(let message):
            json.open(#"{"type":"message","role":"assistant","content":"#)
            json.value(message.text)
            Self.close(&json, id: message.id)
        case .reasoning(let item): json.value(item)
        case .toolCall(let call):
            json.open(#"{"type":"function_call","call_id":"#)
            json.value(call.id)
            json.resume(#","name":"#)
            json.value(call.name)
            json.resume(#","arguments":"#)
            json.value(call.arguments)
            Self.close(&json, id: call.itemID)
        case .toolOutput(let callID, let output):
            json.open(#"{"type":"function_call_output","call_id":"#)
            json.value(callID)
            json.resume(#","output":"#)
            json.value(output)
            json.close("}")
        }
    }

    private static func write(_ text: String, after beginning: StaticString, to json: inout JSONWriter) {
        json.open(beginning)
        json.value(text)
        json.close("}")
    }

    private static func close(_ json: inout JSONWriter, id: String?) {
        if let id {
            json.resume(#","id":"#)
            json.value(id)
        }
        json.close("}")
    }
}

extension AssistantMessage: JSONDecodable {
    package var json: JSONValue {
        var object: JSONObject = ["type": "message", "role": "assistant", "content": .string(text)]
        if let id { object["id"] = .string(id) }
        return .object(object)
    }

    package init(json: JSONValue) throws(JSONMismatch) {
        self.init(try json.required("content"), id: try json.optional("id"))
    }
}

extension ToolCall: JSONDecodable {
    package var json: JSONValue {
        var object: JSONObject = [
            "type": "function_call", "call_id": .string(id), "name": .string(name), "arguments": .string(arguments),
        ]
        if let itemID { object["id"] = .string(itemID) }
        return .object(object)
    }

    package init(json: JSONValue) throws(JSONMismatch) {
        self.init(
            id: try json.required("call_id"), name: try json.required("name"),
            arguments: try json.required("arguments"), itemID: try json.optional("id"))
    }
}
