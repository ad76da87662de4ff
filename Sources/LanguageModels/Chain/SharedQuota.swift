package import AgentRuntime
import Synchronization

/// That an account is out of credit, known to all models that are asked with its key.
package final class SharedQuota: Sendable {
    private let pause: Duration
    private let clock: any RunClock
    private let until = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter pause: how long nobody asks after the account was found empty.
    package init(pause: Duration = .seconds(300), clock: any RunClock = SystemClock.shared) {
        self.pause = pause
        self.clock = clock
    }

    package var isExhausted: Bool {
        until.withLock { $0.map { clock.now < $0 } ?? false }
    }

    package func exhaust() {
        let end = clock.now + pause
        until.withLock { $0 = end }
    }
}
