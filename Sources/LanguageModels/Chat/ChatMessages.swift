import AgentRuntime
import Formats

/// Writes a conversation as messages.
///
/// Calls that follow each other are one assistant's message, together with the text before them. Reasoning has no place
/// here.
enum ChatMessages {
    static func write(_ items: [Item], to json: inout JSONWriter) {
        var index = items.startIndex
        while index < items.endIndex {
            switch items[index] {
            case .user(let text): write(text, role: "user", to: &json)
            case .developer(let text): write(text, role: "system", to: &json)
            case .reasoning: break
            case .toolOutput(let callID, let output):
                json.object { json in
                    json.member("role", "tool")
                    json.member("tool_call_id", callID)
                    json.member("content", output)
                }
            case .assistant(let message):
                let calls = calls(in: items, from: index + 1)
                if calls.isEmpty {
                    write(message.text, role: "assistant", to: &json)
                } else {
                    write(calls, of: items, after: message.text, to: &json)
                    index = calls.upperBound - 1
                }
            case .toolCall:
                let calls = calls(in: items, from: index)
                write(calls, of: items, after: nil, to: &json)
                index = calls.upperBound - 1
            }
            index += 1
        }
    }

    static func write(_ text: String, role: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("role", role)
            json.member("content", text)
        }
    }

    /// The calls from here on, with the reasoning between them; empty when there is none before something else.
    private static func calls(in items: [Item], from start: Int) -> Range<Int> {
        var end = start
        for index in start..<items.endIndex {
            switch items[index] {
            case .toolCall: end = index + 1
            case .reasoning: break
            default: return start..<end
            }
        }
        return start..<end
    }

    private static func write(_ calls: Range<Int>, of items: [Item], after text: String?, to json: inout JSONWriter) {
        json.object { json in
            json.member("role", "assistant")
            json.key("content")
            if let text { json.value(text) } else { json.null() }
            json.key("tool_calls")
            json.array { json in
                for case .toolCall(let call) in items[calls] { write(call, to: &json) }
            }
        }
    }

    private static func write(_ call: ToolCall, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", call.id)
            json.member("type", "function")
            json.member("function") { json in
                json.object { json in
                    json.member("name", call.name)
                    json.member("arguments", call.arguments)
                }
            }
        }
    }
}
