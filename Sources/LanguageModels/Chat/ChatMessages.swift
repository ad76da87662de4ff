import AgentRuntime
import Formats

/// Writes a conversation as messages.
///
/// Calls that follow each other are one assistant's message, together with the text before them. Reasoning has no place
/// here.
enum ChatMessages {
    /// - Parameter writesNull: whether calls without a text beside them have the content `null`; otherwise it is empty.
    static func write(_ items: [Item], writesNull: Bool, to json: inout JSONWriter) {
        var index = items.startIndex
        while index < items.endIndex {
            switch items[index] {
            case .user(let text): write(text, as: user, to: &json)
            case .developer(let text): write(text, as: system, to: &json)
            case .reasoning: break
            case .toolOutput(let callID, let output):
                json.open(#"{"role":"tool","tool_call_id":"#)
                json.value(callID)
                json.resume(#","content":"#)
                json.value(output)
                json.close("}")
            case .assistant(let message):
                let calls = calls(in: items, from: index + 1)
                if calls.isEmpty {
                    write(message.text, as: assistant, to: &json)
                } else {
                    write(calls, of: items, after: message.text, writesNull: writesNull, to: &json)
                    index = calls.upperBound - 1
                }
            case .toolCall:
                let calls = calls(in: items, from: index)
                write(calls, of: items, after: nil, writesNull: writesNull, to: &json)
                index = calls.upperBound - 1
            }
            index += 1
        }
    }

    static func write(_ text: String, as opening: StaticString, to json: inout JSONWriter) {
        json.open(opening)
        json.value(text)
        json.close("}")
    }

    static let system: StaticString = #"{"role":"system","content":"#
    private static let user: StaticString = #"{"role":"user","content":"#
    private static let assistant: StaticString = #"{"role":"assistant","content":"#

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

    private static func write(
        _ calls: Range<Int>, of items: [Item], after text: String?, writesNull: Bool, to json: inout JSONWriter
    ) {
        if let text {
            json.open(assistant)
            json.value(text)
            json.resume(#","tool_calls":"#)
        } else {
            json.open(
                writesNull
                    ? #"{"role":"assistant","content":null,"tool_calls":"#
                    : #"{"role":"assistant","content":"","tool_calls":"#)
        }
        json.array { json in
            for case .toolCall(let call) in items[calls] { write(call, to: &json) }
        }
        json.close("}")
    }

    private static func write(_ call: ToolCall, to json: inout JSONWriter) {
        json.open(#"{"id":"#)
        json.value(call.id)
        json.resume(#","type":"function","function":{"name":"#)
        json.value(call.name)
        json.resume(#","arguments":"#)
        json.value(call.arguments)
        json.close("}}")
    }
}
