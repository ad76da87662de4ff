package import AgentRuntime

/// Where money spent on models is kept, and its limits.
package protocol SpendingLedger: Sendable {
    /// Sets an estimate aside, so that calls at the same time can't exceed a limit together.
    ///
    /// - Parameter lifetime: after which a reservation that nobody settled (the process died) counts as spent in full or
    ///   lapses, as the ledger decides.
    func reserve(
        _ estimate: Usage, of model: String, for groupID: String, lifetime: Duration
    ) async throws -> SpendingDecision

    /// Replaces what was set aside by what was used. Called once for each reservation; in a cancelled task too, whose
    /// cancellation must not keep it from being written.
    func settle(_ reservation: SpendingReservation, actual: Usage) async
}

package enum SpendingDecision: Equatable, Sendable {
    case reserved(SpendingReservation)
    case refused(BudgetScope)
}

package struct SpendingReservation: Equatable, Sendable {
    /// The ledger's own name for it.
    package let id: String
    /// As the chain names it.
    package let model: String
    package let groupID: String
    package let estimate: Usage

    package init(id: String, model: String, groupID: String, estimate: Usage) {
        self.id = id
        self.model = model
        self.groupID = groupID
        self.estimate = estimate
    }
}

/// What a limit is set for.
package enum BudgetScope: String, CaseIterable, Sendable {
    case conversation, day, month
}
