/// Carries out runs.
package enum Runner {
    /// Answers the input: calls the model, carries out the tools it asks for, hands over, and so on until an end is
    /// reached.
    ///
    /// Never throws: whatever goes wrong is the outcome's ending. Cancelling the task ends the run as `.cancelled`.
    /// A model, tool or guardrail that is cancelled is waited for, so nothing of a run goes on behind its back.
    /// The session is read, not changed: `session.record(input, outcome)` makes the next one.
    ///
    /// - Parameters:
    ///   - session: says which agent goes on with the conversation.
    ///   - trace: Begun by the host, which may have recorded spans of its own. To resume a run, one of the same id.
    ///   - journal: where the run keeps its steps; `nil` for runs that may be begun again.
    ///   - steps: of this run, when it was begun before: what the journal has, and decisions about calls that it waited
    ///     for. Nothing in them is done again. The input is then that of the first time, whatever is given.
    package static func run<D: Domain>(
        _ team: AgentTeam<D>,
        input: [InputMessage],
        session: Session<D>,
        trace: Trace,
        settings: RunSettings = RunSettings(),
        hooks: (any RunHooks)? = nil,
        journal: (any RunJournal<D>)? = nil,
        resuming steps: [JournalEntry<D>] = []
    ) async -> RunResult<D> {
        let run = Run(
            team, input: input, session: session, trace: trace, settings: settings, journal: steps,
            at: settings.clock.now)
        var execution = Execution(run, hooks: hooks, journal: journal)
        return await execution.carryOut()
    }

    /// As the other, for an agent that works alone.
    package static func run<D: Domain>(
        _ agent: Agent<D>,
        input: [InputMessage],
        session: Session<D>,
        trace: Trace,
        settings: RunSettings = RunSettings(),
        hooks: (any RunHooks)? = nil,
        journal: (any RunJournal<D>)? = nil,
        resuming steps: [JournalEntry<D>] = []
    ) async -> RunResult<D> {
        await run(
            AgentTeam(only: agent), input: input, session: session, trace: trace, settings: settings, hooks: hooks,
            journal: journal, resuming: steps)
    }
}
