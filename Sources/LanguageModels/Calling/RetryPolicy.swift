/// When a call that failed is made again, and how long after: as OpenAI's own client does it.
///
/// Repeated are 408, 409, 429, 5xx and lost connections, unless the server says otherwise (`x-should-retry`). A delay that
/// the server names goes before ours; one longer than `longestNamedDelay` ends the call at once.
package struct RetryPolicy: Sendable, Equatable {
    /// Calls after the first.
    package var limit = 2
    /// Doubled with each retry up to `longestDelay`, then up to a quarter less at random.
    package var firstDelay: Duration = .milliseconds(500)
    package var longestDelay: Duration = .seconds(8)
    package var longestNamedDelay: Duration = .seconds(120)

    package init(limit: Int = 2) { self.limit = limit }

    /// How long to wait before the retry of this number, counted from 1; `nil` when the failure stands.
    ///
    /// - Parameter random: in 0..<1.
    func delay(before retry: Int, after failure: AttemptFailure, random: Double) -> Duration? {
        guard retry <= limit, failure.mayRepeat else { return nil }
        if let named = failure.retryAfter, named > .zero {
            return named <= longestNamedDelay ? named : nil
        }
        var delay = min(firstDelay, longestDelay)
        for _ in 1..<retry { delay = min(delay * 2, longestDelay) }
        return delay * (1 - 0.25 * random)
    }
}

/// What one attempt came to.
struct AttemptFailure: Error {
    let error: LanguageModelError
    /// What the server says of retries, if it says anything.
    var shouldRetry: Bool?
    var retryAfter: Duration?

    init(_ error: LanguageModelError, shouldRetry: Bool? = nil, retryAfter: Duration? = nil) {
        self.error = error
        self.shouldRetry = shouldRetry
        self.retryAfter = retryAfter
    }

    var mayRepeat: Bool {
        if case .quotaExhausted = error { return false }
        return shouldRetry ?? !error.class.isFinalForThisServer
    }
}
