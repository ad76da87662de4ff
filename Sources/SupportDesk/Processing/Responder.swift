/// Answers a claimed conversation: from its pending messages to all that the answer causes.
package protocol Responder: Sendable {
    /// Runs the agent over `batch`, the first of the work's pending messages.
    ///
    /// - Throws: what made the run fail; the messages are tried again. An answer that says "I don't know" is no failure.
    func respond(to work: ClaimedWork, covering batch: [PendingMessage]) async throws -> RunOutcome

    /// What the customer is told when the desk gives up on a message, and who is asked instead.
    func apology(for work: ClaimedWork) async -> (text: String, team: String)
}

/// Says that conversations may have work, in this process or another. Losing or repeating one costs time only.
package protocol WakeUps: Sendable {
    func wakeUps() -> AsyncStream<Void>
}
