import AgentRuntime
import Formats

extension Item {
    /// Writes this entry as an item of a request's `input`.
    ///
    /// - Parameter isStored: whether the provider keeps what it answers. If not, reasoning without its encrypted content is
    ///   a reference to what isn't there, which it refuses.
    func writeInput(to json: inout JSONWriter, origin: String, isStored: Bool) {
        switch self {
        case .user(let text): Self.write(text, role: "user", to: &json)
        case .developer(let text): Self.write(text, role: "developer", to: &json)
        case .assistant(let message):
            guard let id = message.id else { return Self.write(message.text, role: "assistant", to: &json) }
            Self.write(message.text, id: id, to: &json)
        case .reasoning(let item):
            guard let item = ReasoningOrigin.unmarked(item, origin: origin) else { return }
            if isStored || item.has("encrypted_content") { json.value(item) }
        case .toolCall(let call):
            json.object { json in
                json.member("arguments", call.arguments)
                json.member("call_id", call.id)
                json.member("name", call.name)
                json.member("type", "function_call")
                if let id = call.itemID {
                    json.member("id", id)
                    json.member("status", "completed")
                }
            }
        case .toolOutput(let callID, let output):
            json.object { json in
                json.member("call_id", callID)
                json.member("output", output)
                json.member("type", "function_call_output")
            }
        }
    }

    private static func write(_ text: String, role: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("content", text)
            json.member("role", role)
        }
    }

    private static func write(_ text: String, id: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.key("content")
            json.array { json in
                json.object { json in
                    json.key("annotations")
                    json.array { _ in }
                    json.member("text", text)
                    json.member("type", "output_text")
                    json.key("logprobs")
                    json.array { _ in }
                }
            }
            json.member("role", "assistant")
            json.member("status", "completed")
            json.member("type", "message")
        }
    }
}
