/// What happens in a run, as it happens.
package enum RunEvent<D: Domain>: Sendable {
    case agentStarted(String)
    /// The ending is `nil` when the agent handed over to another.
    case agentEnded(String, RunEnding?)
    /// A piece of what the model says, as ``RunHooks/modelDelivered(_:)`` lets it through.
    case text(String)
    /// An entry of the conversation, as ``RunHooks/added(_:)`` tells it.
    case item(RunItem)
    case toolStarted(ToolCall, EffectClass)
    case toolEnded(ToolCallRecord)
    case handedOff(from: String, to: String)
    case guardrailEnded(GuardrailRecord)
    /// Of one model call.
    case used(Usage)
    /// The last event.
    case finished(RunResult<D>)
}

/// Turns what hooks are told into events.
struct EventHooks<D: Domain>: RunHooks {
    let channel: EventChannel<RunEvent<D>>

    var wantsParts: Bool { true }

    func agentStarted(_ agent: String) async { await channel.send(.agentStarted(agent)) }
    func agentEnded(_ agent: String, _ ending: RunEnding?) async { await channel.send(.agentEnded(agent, ending)) }
    func modelDelivered(_ part: ModelEvent) async {
        if case .text(let text) = part { await channel.send(.text(text)) }
    }
    func modelEnded(_ model: String, _ result: Result<ModelResponse, any Error>) async {
        if case .success(let response) = result { await channel.send(.used(response.usage)) }
    }
    func added(_ item: RunItem) async { await channel.send(.item(item)) }
    func toolStarted(_ call: ToolCall, _ effect: EffectClass) async { await channel.send(.toolStarted(call, effect)) }
    func toolEnded(_ record: ToolCallRecord) async { await channel.send(.toolEnded(record)) }
    func handedOff(from agent: String, to next: String) async {
        await channel.send(.handedOff(from: agent, to: next))
    }
    func guardrailEnded(_ record: GuardrailRecord) async { await channel.send(.guardrailEnded(record)) }
}
