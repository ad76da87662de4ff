import AgentRuntime
import Formats

extension Item {
    /// Writes this entry as an item of a request's `input`.
    ///
    /// - Parameter isStored: whether the provider keeps what it answers. If not, reasoning without its encrypted content is
    ///   a reference to what isn't there, which it refuses.
    func writeInput(to json: inout JSONWriter, origin: String, isStored: Bool) {
        switch self {
        case .user(let text):
            json.open(#"{"content":"#)
            json.value(text)
            json.close(#","role":"user"}"#)
        case .developer(let text):
            json.open(#"{"content":"#)
            json.value(text)
            json.close(#","role":"developer"}"#)
        case .assistant(let message): Self.write(message, to: &json)
        case .reasoning(let item):
            guard let item = ReasoningOrigin.unmarked(item, origin: origin) else { return }
            if isStored || item.has("encrypted_content") { json.value(item) }
        case .toolCall(let call): Self.write(call, to: &json)
        case .toolOutput(let callID, let output):
            json.open(#"{"call_id":"#)
            json.value(callID)
            json.resume(#","output":"#)
            json.value(output)
            json.close(#","type":"function_call_output"}"#)
        }
    }

    /// With the provider's id in the form in which the provider said it.
    private static func write(_ message: AssistantMessage, to json: inout JSONWriter) {
        if let id = message.id {
            json.open(#"{"id":"#)
            json.value(id)
            json.resume(#","content":[{"annotations":[],"text":"#)
            json.value(message.text)
            json.close(
                #","type":"output_text","logprobs":[]}],"role":"assistant","status":"completed","type":"message"}"#)
        } else {
            json.open(#"{"content":"#)
            json.value(message.text)
            json.close(#","role":"assistant"}"#)
        }
    }

    private static func write(_ call: ToolCall, to json: inout JSONWriter) {
        json.open(#"{"arguments":"#)
        json.value(call.arguments)
        json.resume(#","call_id":"#)
        json.value(call.id)
        json.resume(#","name":"#)
        json.value(call.name)
        json.close(#","type":"function_call""#)
        if let id = call.itemID {
            json.resume(#","id":"#)
            json.value(id)
            json.close(#","status":"completed""#)
        }
        json.close("}")
    }
}
