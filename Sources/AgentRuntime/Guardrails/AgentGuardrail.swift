package import Formats
import FoundationEssentials

extension InputGuardrail {
    /// An agent with structured output decides.
    ///
    /// - Parameters:
    ///   - settings: The run's own clock is used, whatever they say, and they can't make its time longer.
    ///   - trips: reads the agent's output. The agent runs on the customer's messages alone, with the context as it is;
    ///     effects it stages and changes it makes to the context are dropped.
    package init(
        _ name: String, isBlocking: Bool = false, agent: Agent<D>, settings: RunSettings = RunSettings(),
        trips: @escaping @Sendable (JSONValue) -> Bool
    ) {
        self.init(name, isBlocking: isBlocking) { input in
            try await agent.judge(input.messages, input.context, input.surroundings, settings, trips)
        }
    }
}

extension OutputGuardrail {
    /// An agent with structured output decides; it is given the output as a customer's message.
    package init(
        _ name: String, agent: Agent<D>, settings: RunSettings = RunSettings(),
        trips: @escaping @Sendable (JSONValue) -> Bool
    ) {
        self.init(name) { output in
            let message = InputMessage(id: "output", text: output.text)
            return try await agent.judge([message], output.context, output.surroundings, settings, trips)
        }
    }
}

extension Agent {
    fileprivate func judge(
        _ messages: [InputMessage], _ context: D.Context, _ surroundings: RunSurroundings, _ settings: RunSettings,
        _ trips: (JSONValue) -> Bool
    ) async throws -> GuardrailVerdict {
        var settings = settings
        settings.clock = surroundings.clock
        let now = settings.clock.now
        settings.timeLimit = min(settings.timeLimit, surroundings.deadline - now)
        let trace = Trace(groupID: surroundings.groupID, startedAt: .now, origin: now)
        let result = await Runner.run(
            self, input: messages, session: Session(context: context), trace: trace, settings: settings)
        guard case .finalOutput = result.ending, let value = result.outputValue else {
            throw AgentUndecided(ending: result.ending.label, usage: result.usage, spans: result.trace.spans)
        }
        return GuardrailVerdict(trips(value), value, usage: result.usage, spans: result.trace.spans)
    }
}

/// An agent that is a guardrail came to no structured output.
package struct AgentUndecided: Error, CustomStringConvertible {
    /// A word of `RunEnding.label`.
    package let ending: String
    let usage: Usage
    let spans: [RunSpan]

    package var description: String { "The guardrail's agent came to no output: \(ending)." }
}
