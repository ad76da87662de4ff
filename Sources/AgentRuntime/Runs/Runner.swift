/// Carries out runs.
package enum Runner {
    /// Answers the input: calls the model, carries out the tools it asks for, and so on until an end is reached.
    ///
    /// Never throws: whatever goes wrong is the outcome's ending. Cancelling the task ends the run as `.cancelled`.
    /// The session is read, not changed: `session.record(input, outcome)` makes the next one.
    ///
    /// - Parameter trace: Begun by the host, which may have recorded spans of its own.
    package static func run<D: Domain>(
        _ agent: Agent<D>,
        input: [InputMessage],
        session: Session<D>,
        trace: Trace,
        settings: RunSettings = RunSettings(),
        hooks: (any RunHooks)? = nil
    ) async -> RunOutcome<D> {
        preconditionFailure()
    }
}
