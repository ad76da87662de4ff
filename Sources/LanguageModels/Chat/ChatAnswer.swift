import AgentRuntime
package import Formats

/// Reads the answer of POST /chat/completions.
package enum ChatAnswer {
    /// - Throws: `LanguageModelError.incomplete`, `.unreadableAnswer` and what an error's code means.
    package static func read(_ json: JSONValue) throws(LanguageModelError) -> ModelAnswer {
        if json.has("error") { throw ErrorBody(json).failure(status: 200) }
        guard let choice = json["choices"]?[0], let message = choice["message"], message.object != nil else {
            throw .unreadableAnswer(problem: "it has no message")
        }
        let usage = json["usage"].flatMap(Self.usage)
        try check(finishReason: choice.text("finish_reason"), usage: usage)

        var answer = ModelAnswer(id: json.label("id"), usage: usage)
        let text = text(message)
        if !text.isEmpty { answer.output.append(.text(text)) }
        if let refusal = message.text("refusal"), !refusal.isEmpty { answer.output.append(.refusal(refusal)) }
        let calls = message["tool_calls"]?.array ?? []
        for (index, call) in calls.enumerated() {
            guard let function = call["function"] else { continue }
            answer.output.append(.toolCall(Self.call(function, id: call.label("id"), index: index)))
        }
        if calls.isEmpty, let function = message["function_call"], function.object != nil {
            answer.output.append(.toolCall(Self.call(function, id: nil, index: 0)))
        }
        return answer
    }

    /// Cut text is no answer.
    static func check(finishReason: String?, usage: Usage?) throws(LanguageModelError) {
        switch finishReason {
        case "length": throw .incomplete(.maxOutputTokens, usage: usage ?? Usage(requests: 1))
        case "content_filter": throw .incomplete(.contentFilter, usage: usage ?? Usage(requests: 1))
        default: break
        }
    }

    static func usage(_ json: JSONValue) -> Usage? {
        guard let input = json.count("prompt_tokens") else { return nil }
        return Usage(
            requests: 1, inputTokens: input, cachedTokens: json["prompt_tokens_details"]?.count("cached_tokens") ?? 0,
            outputTokens: json.count("completion_tokens") ?? 0,
            reasoningTokens: json["completion_tokens_details"]?.count("reasoning_tokens") ?? 0)
    }

    private static func text(_ message: JSONValue) -> String {
        if let text = message.text("content") { return text }
        return (message["content"]?.array ?? []).reduce("") { $0 + ($1.text("text") ?? "") }
    }

    private static func call(_ function: JSONValue, id: String?, index: Int) -> ToolCall {
        ToolCall(id: id ?? "call_\(index)", name: function.text("name") ?? "", arguments: function.argumentsText)
    }
}
