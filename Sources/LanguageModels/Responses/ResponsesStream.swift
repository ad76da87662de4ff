import AgentRuntime
import Formats

/// Collects an answer of POST /responses from its events.
///
/// It ends with `response.completed`, `.failed`, `.incomplete` or `error`. What an event says is done goes before what was
/// collected until then. Events we don't know are read over.
struct ResponsesStream: StreamedAnswer {
    private var items: [Int: PartialItem] = [:]
    private var answer: ModelAnswer?

    /// An item on its way.
    private struct PartialItem {
        var done: JSONValue?
        var added: JSONValue?
        var text = ""
        var refusal = ""
        var arguments = ""
        var hasDelivered = false

        /// The item as far as it is known.
        var json: JSONValue {
            if let done { return done }
            var object = added?.object ?? ["type": "message"]
            switch added?.text("type") {
            case "function_call": object["arguments"] = .string(arguments)
            case "message", nil:
                var parts: [JSONValue] = []
                if !text.isEmpty { parts.append(["type": "output_text", "text": .string(text)]) }
                if !refusal.isEmpty { parts.append(["type": "refusal", "refusal": .string(refusal)]) }
                object["content"] = .array(parts)
            default: break
            }
            return .object(object)
        }
    }

    var hasEnded: Bool { answer != nil }

    mutating func take(_ event: JSONValue, type: String?) throws(LanguageModelError) -> [ModelEvent] {
        guard answer == nil else { return [] }
        switch event.text("type") ?? type ?? "" {
        case "response.output_item.added": return added(event)
        case "response.output_text.delta": return delta(event, to: \.text) { .text($0) }
        case "response.refusal.delta": return delta(event, to: \.refusal) { .refusal($0) }
        case "response.function_call_arguments.delta":
            let number = callNumber(of: index(event))
            return delta(event, to: \.arguments) { .arguments(call: number, $0) }
        case "response.reasoning_text.delta", "response.reasoning_summary_text.delta": return [.reasoning]
        case "response.output_text.done": done(event, "text", to: \.text)
        case "response.refusal.done": done(event, "refusal", to: \.refusal)
        case "response.function_call_arguments.done": done(event, "arguments", to: \.arguments)
        case "response.output_item.done": items[index(event), default: PartialItem()].done = event["item"]
        case "response.completed", "response.incomplete", "response.failed", "response.cancelled":
            return try end(event["response"] ?? .null)
        case "error": throw ErrorBody(event).failure(status: 200)
        default: if event.has("error") { throw ErrorBody(event).failure(status: 200) }
        }
        return []
    }

    consuming func finish() throws(LanguageModelError) -> ModelAnswer {
        guard let answer else { throw .streamCut }
        return answer
    }

    private func index(_ event: JSONValue) -> Int { event.count("output_index") ?? 0 }

    private mutating func added(_ event: JSONValue) -> [ModelEvent] {
        items[index(event), default: PartialItem()].added = event["item"]
        return event["item"]?.text("type") == "reasoning" ? [.reasoning] : []
    }

    private mutating func delta(
        _ event: JSONValue, to part: WritableKeyPath<PartialItem, String>, _ make: (String) -> ModelEvent
    ) -> [ModelEvent] {
        guard let delta = event.text("delta"), !delta.isEmpty else { return [] }
        items[index(event), default: PartialItem()][keyPath: part] += delta
        items[index(event)]?.hasDelivered = true
        return [make(delta)]
    }

    /// Sets a message's first part, or a call's arguments, as they are in the end. Later parts are added to it as they come.
    private mutating func done(
        _ event: JSONValue, _ member: String, to part: WritableKeyPath<PartialItem, String>
    ) {
        guard let text = event.text(member), (event.count("content_index") ?? 0) == 0 else { return }
        items[index(event), default: PartialItem()][keyPath: part] = text
    }

    /// How many calls come before this item.
    private func callNumber(of index: Int) -> Int {
        items.count { $0.key < index && ($0.value.added ?? $0.value.done)?.text("type") == "function_call" }
    }

    /// Reads the last event, and delivers what came without deltas.
    private mutating func end(_ response: JSONValue) throws(LanguageModelError) -> [ModelEvent] {
        let collected = items.sorted { $0.key < $1.key }.map { $0.value.json }
        let answer = try ResponsesAnswer.read(response, items: collected)
        self.answer = answer
        return items.values.contains(where: \.hasDelivered) ? [] : answer.events
    }
}
