package import AgentRuntime

/// Asks models in order until one answers.
///
/// A link is passed over while its circuit breaker is open, its account empty or the budget spent, and left when it fails or
/// takes more than its share of the time; never once a part of an answer was delivered. The answer's metadata tell
/// `model` and, of links that didn't answer, `fallbacks: [{"model", "reason"}]`.
package final class ModelChain: Model {
    package let name: String
    package let links: [Link]
    let ledger: (any SpendingLedger)?
    let metrics: ModelMetrics?
    let clock: any RunClock

    /// - Parameter links: at least one.
    package init(
        _ links: [Link], name: String = "chain", ledger: (any SpendingLedger)? = nil, metrics: ModelMetrics? = nil,
        clock: any RunClock = SystemClock.shared
    ) {
        precondition(!links.isEmpty, "a chain has links")
        self.name = name
        self.links = links
        self.ledger = ledger
        self.metrics = metrics
        self.clock = clock
    }

    package struct Link: Sendable {
        package let model: any Model
        /// `nil` for a model that has nothing to be ill.
        package let breaker: CircuitBreaker?
        /// The same one for all links with one account.
        package let quota: SharedQuota?
        /// Of the time left when its turn comes, in 0...1; the last link should have all of it.
        package let timeShare: Double
        /// Whether it costs money, so that the ledger is asked.
        package let isMetered: Bool

        package init(
            _ model: any Model, breaker: CircuitBreaker? = nil, quota: SharedQuota? = nil, timeShare: Double = 1,
            isMetered: Bool = true
        ) {
            precondition(timeShare > 0 && timeShare <= 1, "a share of the time is in 0...1")
            self.model = model
            self.breaker = breaker
            self.quota = quota
            self.timeShare = timeShare
            self.isMetered = isMetered
        }
    }

    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        throw LanguageModelError.timedOut
    }
}
