/// Told of a run as it goes: agentStarted, then for each turn modelStarted, modelEnded, toolStarted, toolEnded, at last
/// agentEnded. Every start has its end, also in a run that fails. The run waits for each; the tools of one turn may call
/// at the same time.
package protocol RunHooks: Sendable {
    func agentStarted(_ agent: String) async
    func agentEnded(_ agent: String, _ ending: RunEnding) async
    func modelStarted(_ model: String, _ request: ModelRequest) async
    func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async
    /// Not called for calls that are refused before they reach a tool.
    func toolStarted(_ call: ToolCall, _ effect: EffectClass) async
    func toolEnded(_ record: ToolCallRecord) async
}

extension RunHooks {
    package func agentStarted(_ agent: String) async {}
    package func agentEnded(_ agent: String, _ ending: RunEnding) async {}
    package func modelStarted(_ model: String, _ request: ModelRequest) async {}
    package func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async {}
    package func toolStarted(_ call: ToolCall, _ effect: EffectClass) async {}
    package func toolEnded(_ record: ToolCallRecord) async {}
}
