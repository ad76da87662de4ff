package import AgentRuntime
package import Telemetry

extension ModelChain {
    /// A model of a chain, and when it is asked.
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
        /// Tells the log that the model fails, and that it is well again.
        package let failures: RecurringFailure?

        package init(
            _ model: any Model, breaker: CircuitBreaker? = nil, quota: SharedQuota? = nil, timeShare: Double = 1,
            isMetered: Bool = true, failures: RecurringFailure? = nil
        ) {
            precondition(timeShare > 0 && timeShare <= 1, "a share of the time is in 0...1")
            self.model = model
            self.breaker = breaker
            self.quota = quota
            self.timeShare = timeShare
            self.isMetered = isMetered
            self.failures = failures
        }
    }
}
