import AgentRuntime
package import Formats

/// Reads the answer of POST /responses.
package enum ResponsesAnswer {
    /// - Parameter items: what was collected from a stream, for servers whose last event leaves `output` empty.
    /// - Throws: `LanguageModelError.incomplete`, `.failed`, `.unreadableAnswer` and what an error's code means.
    package static func read(
        _ json: JSONValue, items: [JSONValue] = []
    ) throws(LanguageModelError) -> ModelAnswer {
        if json.has("error") { throw ErrorBody(json).failure(status: 200) }
        let usage = json["usage"].flatMap(Self.usage)
        switch json.text("status") {
        case "completed", nil: break
        case "incomplete":
            let reason = json["incomplete_details"]?.text("reason").flatMap(LanguageModelError.IncompleteReason.init)
            throw .incomplete(reason ?? .other, usage: usage ?? Usage(requests: 1))
        case "failed", "cancelled":
            throw .failed(ServerReply(status: 200, code: json.text("status")))
        default: throw .unreadableAnswer(problem: "its status is none that ends it")
        }
        let output = json["output"]?.array ?? []
        guard !output.isEmpty || !items.isEmpty || json["output"]?.array != nil else {
            throw .unreadableAnswer(problem: "it has no output")
        }
        return ModelAnswer(
            id: json.label("id"), output: (output.isEmpty ? items : output).flatMap(outputs), usage: usage)
    }

    /// What one item says; items of kinds we don't know say nothing.
    static func outputs(_ item: JSONValue) -> [ModelOutput] {
        switch item.text("type") {
        case "message": message(item)
        case "function_call":
            [
                .toolCall(
                    ToolCall(
                        id: item.label("call_id") ?? item.label("id") ?? "", name: item.text("name") ?? "",
                        arguments: item.argumentsText, itemID: item.label("id")))
            ]
        case "reasoning": [.reasoning(item)]
        default: []
        }
    }

    /// The texts of a message are one; a refusal stands by itself.
    private static func message(_ item: JSONValue) -> [ModelOutput] {
        var text = ""
        var refusals: [ModelOutput] = []
        if let whole = item.text("content") { text = whole }
        for part in item["content"]?.array ?? [] {
            switch part.text("type") {
            case "output_text", "text": text += part.text("text") ?? ""
            case "refusal": refusals.append(.refusal(part.text("refusal") ?? ""))
            default: break
            }
        }
        return (text.isEmpty ? [] : [.message(AssistantMessage(text, id: item.label("id")))]) + refusals
    }

    private static func usage(_ json: JSONValue) -> Usage? {
        guard let input = json.count("input_tokens") else { return nil }
        return Usage(
            requests: 1, inputTokens: input, cachedTokens: json["input_tokens_details"]?.count("cached_tokens") ?? 0,
            outputTokens: json.count("output_tokens") ?? 0,
            reasoningTokens: json["output_tokens_details"]?.count("reasoning_tokens") ?? 0)
    }
}
