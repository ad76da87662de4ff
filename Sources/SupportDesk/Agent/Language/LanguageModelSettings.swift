package import AgentRuntime

/// How language models answer for the desk. Without it the built-in model answers alone.
package struct LanguageModelSettings: Sendable {
    /// The model of an agent, by the name that `agents.yaml` gives it; `nil` asks for the installation's own.
    package var model: @Sendable (String?) -> any Model
    /// Where runs keep their steps, so that one that a crash cut off asks and does nothing twice; `nil` begins again.
    package var journals: (any RunJournals)?
    /// How long a customer waits for a language model before the built-in one answers.
    package var clocks: [Channel: Duration] = [.webForm: .seconds(20), .whatsapp: .seconds(20), .email: .seconds(90)]
    /// Of one run.
    package var budget = RunBudget()
    package var request = ModelSettings(maxOutputTokens: 2_000, toolChoice: .required, store: false)

    package init(model: @escaping @Sendable (String?) -> any Model) { self.model = model }

    func clock(of channel: Channel) -> Duration { clocks[channel] ?? .seconds(20) }
}
