/// Told of a run as it goes: agentStarted, then for each turn modelStarted, modelEnded, toolStarted, toolEnded, handedOff
/// with the next agentStarted, at last agentEnded. Every start has its end, also in a run that fails. The run waits for
/// each; the tools of one turn, and guardrails, may call at the same time.
package protocol RunHooks: Sendable {
    /// Whether ``modelDelivered(_:)`` is wanted; models then deliver their answers in parts.
    var wantsParts: Bool { get }

    func agentStarted(_ agent: String) async
    /// - Parameter ending: `nil` when the agent handed over to another.
    func agentEnded(_ agent: String, _ ending: RunEnding?) async
    func modelStarted(_ model: String, _ request: ModelRequest) async
    /// A part of an answer. What the model says comes only once the input guardrails have passed, and where the agent has
    /// output guardrails only the whole final text, once they have passed it. The text of a model that delivers no parts
    /// comes in one.
    func modelDelivered(_ part: ModelEvent) async
    /// The whole answer, whatever the guardrails will say of it: for whoever measures, not for whoever shows.
    func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async
    /// An entry of the conversation: what the model said or asked for, a tool's output, a hand-off. Comes once the input
    /// has passed; of a guarded agent's text only the final one comes, once it has passed. A run that is resumed tells
    /// of all its entries again.
    func added(_ item: RunItem) async
    /// Not called for calls that are refused before they reach a tool.
    func toolStarted(_ call: ToolCall, _ effect: EffectClass) async
    func toolEnded(_ record: ToolCallRecord) async
    func handedOff(from agent: String, to next: String) async
    func guardrailEnded(_ record: GuardrailRecord) async
}

extension RunHooks {
    package var wantsParts: Bool { false }
    package func agentStarted(_ agent: String) async {}
    package func agentEnded(_ agent: String, _ ending: RunEnding?) async {}
    package func modelStarted(_ model: String, _ request: ModelRequest) async {}
    package func modelDelivered(_ part: ModelEvent) async {}
    package func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async {}
    package func added(_ item: RunItem) async {}
    package func toolStarted(_ call: ToolCall, _ effect: EffectClass) async {}
    package func toolEnded(_ record: ToolCallRecord) async {}
    package func handedOff(from agent: String, to next: String) async {}
    package func guardrailEnded(_ record: GuardrailRecord) async {}
}

/// What a run adds to the conversation, with what it means to the run.
package enum RunItem: Equatable, Sendable {
    case message(AssistantMessage)
    case reasoning
    case toolCalled(ToolCall)
    case handoffRequested(ToolCall)
    case toolAnswered(callID: String, output: String)
    case handedOff(callID: String, to: String)
}
