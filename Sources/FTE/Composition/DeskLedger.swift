import AgentRuntime
import FoundationEssentials
import LanguageModels
import SupportDesk
import Telemetry

/// The budget of a company as chains of models know it.
struct DeskLedger: SpendingLedger {
    let spending: any ModelSpending
    /// The workspace may change while the desk runs.
    let limits: @Sendable () -> SpendingLimits
    let logger: Logger

    func reserve(
        _ estimate: Usage, of model: String, for groupID: String, lifetime: Duration
    ) async throws -> LanguageModels.SpendingDecision {
        guard let conversation = ID<Conversation>(groupID) else { throw UnknownConversation() }
        let decision = try await spending.reserve(
            microUSD: estimate.costMicroUSD, for: conversation, within: limits(), lasting: lifetime)
        switch decision {
        case .reserved(let id):
            return .reserved(
                LanguageModels.SpendingReservation(
                    id: id.description, model: model, groupID: groupID, estimate: estimate))
        case .over(let scope): return .refused(BudgetScope(scope))
        }
    }

    func settle(_ reservation: LanguageModels.SpendingReservation, actual: Usage) async {
        guard let conversation = ID<Conversation>(reservation.groupID) else { return }
        let call = ModelCall(
            conversation: conversation, model: reservation.model,
            usage: ModelUsage(
                requests: actual.requests, inputTokens: actual.inputTokens, outputTokens: actual.outputTokens,
                microUSD: actual.costMicroUSD))
        let id = ID<SupportDesk.SpendingReservation>(reservation.id)
        // What was paid for is written down even when the run was cancelled meanwhile.
        let task = Task { try await spending.settle(id, call) }
        if case .failure(let error) = await task.result {
            logger.warning("Spending could not be counted", metadata: ["error": .failure(error)])
        }
    }
}

private struct UnknownConversation: Error {}

extension BudgetScope {
    fileprivate init(_ scope: SpendingScope) {
        switch scope {
        case .conversation: self = .conversation
        case .day: self = .day
        case .month: self = .month
        }
    }
}

extension Budget {
    /// In millionths of a dollar.
    var limits: SpendingLimits {
        let micro = { (usd: Double) in Int((usd * 1_000_000).rounded()) }
        return SpendingLimits(
            conversation: perConversationUSD.map(micro), day: dailyUSD.map(micro), month: monthlyUSD.map(micro))
    }
}
