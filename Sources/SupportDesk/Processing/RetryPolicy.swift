package import FoundationEssentials

/// When a failed message is tried again, and when the desk gives up on it.
///
/// A run that fails is tried again for at most a minute; then its messages run one by one, and one that fails alone is
/// dead-lettered while later messages go on.
package struct RetryPolicy: Sendable {
    /// How long a run is repeated after its first failure.
    package var patience: TimeInterval = 60
    package var firstDelay: TimeInterval = 1
    package var longestDelay: TimeInterval = 20

    package init() {}

    package enum Step: Equatable, Sendable {
        case retry(at: Date)
        case giveUp
    }

    /// The messages that the next run answers together: all of them, or only the first once patience has run out.
    package func batch(_ pending: [PendingMessage], at now: Date) -> [PendingMessage] {
        pending.contains { isExhausted($0, at: now) } ? Array(pending.prefix(1)) : pending
    }

    /// What follows a failed run that covered `batch`.
    ///
    /// - Parameter jitter: 0 … 1, drawn anew for each failure; it spreads retries over half of the delay.
    package func step(afterFailureOf batch: [PendingMessage], at now: Date, jitter: Double) -> Step {
        if batch.count == 1, isExhausted(batch[0], at: now) { return .giveUp }
        let tries = batch.map(\.tries).max() ?? 0
        let delay = min(firstDelay * Double(1 << min(tries, 16)), longestDelay)
        return .retry(at: now.addingTimeInterval(delay * (0.75 + 0.5 * jitter)))
    }

    private func isExhausted(_ message: PendingMessage, at now: Date) -> Bool {
        guard let first = message.firstFailedAt else { return false }
        return now.timeIntervalSince(first) >= patience
    }
}
