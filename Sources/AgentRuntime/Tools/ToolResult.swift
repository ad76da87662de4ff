package import Formats

/// What a tool may know of the call it answers.
package struct ToolContext<D: Domain>: Sendable {
    package let callID: String
    /// The same however often the call is made, and for no other call: an outside system that knows it can tell a
    /// repetition.
    package let idempotencyKey: String
    package let agentName: String
    /// As it is when the call starts. Calls that run concurrently all see it as before the first of them.
    package let context: D.Context
    /// When the call is cancelled; never later than the run's own deadline. Read against the run's clock.
    package let deadline: ContinuousClock.Instant

    package init(
        callID: String, idempotencyKey: String, agentName: String, context: D.Context,
        deadline: ContinuousClock.Instant
    ) {
        self.callID = callID
        self.idempotencyKey = idempotencyKey
        self.agentName = agentName
        self.context = context
        self.deadline = deadline
    }
}

/// What a tool answers.
package struct ToolResult<D: Domain>: Sendable {
    package let output: JSONValue
    /// Staged in call order.
    package let effects: [D.Effect]
    /// Applied in call order, before the next turn.
    package let updateContext: (@Sendable (inout D.Context) -> Void)?

    package init(
        _ output: JSONValue, effects: [D.Effect] = [], updateContext: (@Sendable (inout D.Context) -> Void)? = nil
    ) {
        self.output = output
        self.effects = effects
        self.updateContext = updateContext
    }
}
