import AgentRuntime
import Formats

/// Collects an answer of POST /chat/completions from its chunks.
///
/// It ends with a `finish_reason`; `[DONE]`, which some servers omit, says nothing more. Usage comes with any chunk or with
/// none.
struct ChatStream: StreamedAnswer {
    private var id: String?
    private var text = ""
    private var refusal = ""
    private var calls: [PartialCall] = []
    private var finishReason: String?
    private var usage: Usage?

    private struct PartialCall {
        let index: Int
        var id: String?
        var name = ""
        var arguments = ""
        /// From the older `function_call`, which some servers send beside `tool_calls`.
        var isLegacy = false
    }

    var hasEnded: Bool { finishReason != nil }

    mutating func take(_ event: JSONValue, type: String?) throws(LanguageModelError) -> [ModelEvent] {
        if event.has("error") || event.text("type") == "error" { throw ErrorBody(event).failure(status: 200) }
        id = id ?? event.label("id")
        if let found = event["usage"].flatMap(ChatAnswer.usage) { usage = found }
        guard let choice = event["choices"]?[0] else { return [] }
        var events: [ModelEvent] = []
        // Servers that answer in one piece all the same send a message rather than a delta.
        if let delta = choice["delta"].flatMap({ $0.isNull ? nil : $0 }) ?? choice["message"] {
            events = take(delta: delta)
        }
        if let reason = choice.text("finish_reason"), !reason.isEmpty { finishReason = reason }
        return events
    }

    consuming func finish() throws(LanguageModelError) -> ModelAnswer {
        guard let finishReason else { throw .streamCut }
        try ChatAnswer.check(finishReason: finishReason, usage: usage)
        var answer = ModelAnswer(id: id, usage: usage)
        if !text.isEmpty { answer.output.append(.text(text)) }
        if !refusal.isEmpty { answer.output.append(.refusal(refusal)) }
        for (number, call) in calls.enumerated() {
            let id = call.id ?? "call_\(number)"
            answer.output.append(.toolCall(ToolCall(id: id, name: call.name, arguments: call.arguments)))
        }
        return answer
    }

    private mutating func take(delta: JSONValue) -> [ModelEvent] {
        var events: [ModelEvent] = []
        if let text = delta.text("reasoning_content") ?? delta.text("reasoning"), !text.isEmpty {
            events.append(.reasoning)
        }
        if let text = delta.text("content"), !text.isEmpty {
            self.text += text
            events.append(.text(text))
        }
        if let text = delta.text("refusal"), !text.isEmpty {
            refusal += text
            events.append(.refusal(text))
        }
        for call in delta["tool_calls"]?.array ?? [] { events += take(call: call) }
        if let function = delta["function_call"], function.object != nil, calls.allSatisfy(\.isLegacy) {
            if calls.isEmpty { calls.append(PartialCall(index: 0, isLegacy: true)) }
            events += add(function, to: 0)
        }
        return events
    }

    private mutating func take(call: JSONValue) -> [ModelEvent] {
        if calls.first?.isLegacy == true { calls.removeFirst() }
        let function = call["function"] ?? .null
        let id = call.label("id")
        let index = call.count("index") ?? max(calls.count - 1, 0)
        // Some servers give every call the same index; a new id with a name is a new call.
        if let known = calls.lastIndex(where: { $0.index == index }),
            id == nil || calls[known].id == nil || calls[known].id == id || function.text("name") ?? "" == ""
        {
            calls[known].id = calls[known].id ?? id
            return add(function, to: known)
        }
        calls.append(PartialCall(index: index, id: id))
        return add(function, to: calls.count - 1)
    }

    private mutating func add(_ function: JSONValue, to number: Int) -> [ModelEvent] {
        if calls[number].name.isEmpty { calls[number].name = function.text("name") ?? "" }
        let arguments = function.argumentsText
        guard !arguments.isEmpty else { return [] }
        calls[number].arguments += arguments
        return [.arguments(call: number, arguments)]
    }
}
