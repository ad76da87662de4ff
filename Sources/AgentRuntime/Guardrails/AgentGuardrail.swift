package import Formats
import FoundationEssentials

extension InputGuardrail {
    /// An agent with structured output decides.
    ///
    /// - Parameter trips: reads the agent's output. The agent runs on the customer's messages alone, with the context as it
    ///   is; effects it stages and changes it makes to the context are dropped.
    package init(
        _ name: String, isBlocking: Bool = false, agent: Agent<D>, settings: RunSettings = RunSettings(),
        trips: @escaping @Sendable (JSONValue) -> Bool
    ) {
        self.init(name, isBlocking: isBlocking) { input in
            try await agent.judge(input.messages, input.context, until: input.deadline, settings, trips)
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
            return try await agent.judge([message], output.context, until: output.deadline, settings, trips)
        }
    }
}

extension Agent {
    fileprivate func judge(
        _ messages: [InputMessage], _ context: D.Context, until deadline: ContinuousClock.Instant,
        _ settings: RunSettings, _ trips: (JSONValue) -> Bool
    ) async throws -> GuardrailVerdict {
        var settings = settings
        settings.timeLimit = min(settings.timeLimit, deadline - settings.clock.now)
        let trace = Trace(groupID: "", startedAt: .now, origin: settings.clock.now)
        let result = await Runner.run(
            self, input: messages, session: Session(context: context), trace: trace, settings: settings)
        guard case .finalOutput = result.ending, let value = result.outputValue else {
            throw AgentGuardrailError.undecided(ending: result.ending.label)
        }
        return GuardrailVerdict(trips(value), value, usage: result.usage, spans: result.trace.spans)
    }
}

package enum AgentGuardrailError: Error, Equatable {
    /// The agent came to no structured output; the ending is a word of `RunEnding.label`.
    case undecided(ending: String)
}
