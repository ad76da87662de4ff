import AgentRuntime

/// Answers from prebuilt responses, without HTTP: what is left is the runtime itself.
struct LoopModel: Model {
    let name = "loop"
    private let responses: [ModelResponse]

    init(_ scenario: Scenario) {
        responses = scenario.steps.enumerated().map { number, step in
            var output = step.calls.enumerated().map { index, call in
                ModelOutput.toolCall(
                    ToolCall(
                        id: "call_\(number)_\(index)", name: call.name, arguments: call.arguments,
                        itemID: "fc_\(number)_\(index)"))
            }
            if let text = step.text { output.append(.message(AssistantMessage(text, id: "msg_\(number)"))) }
            return ModelResponse(
                id: "resp_\(number)", output: output, usage: Usage(requests: 1, inputTokens: 100, outputTokens: 20))
        }
    }

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        let outputs = request.items.count { if case .toolOutput = $0 { true } else { false } }
        return responses[responses.count == 2 ? min(outputs, 1) : outputs]
    }
}
