package import AgentRuntime
import Synchronization

/// Keeps calls away from a server that fails, and lets one through from time to time to see whether it is well again.
///
/// Closed until so many calls in a row failed or were slow; then open for a cool-down that doubles each time, up to a
/// bound; then half open: one call, the probe, decides.
package final class CircuitBreaker: Sendable {
    package struct Settings: Equatable, Sendable {
        /// Failures in a row that open it.
        package var failureLimit = 5
        /// A call that took longer counts as a failure, though it was answered.
        package var slowCall: Duration? = .seconds(20)
        package var firstCoolDown: Duration = .seconds(5)
        package var longestCoolDown: Duration = .seconds(300)

        package init() {}
    }

    package enum State: Equatable, Sendable {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        /// Cooled down; the next call is, or this call was, the probe.
        case halfOpen
    }

    package enum Outcome: Equatable, Sendable {
        case succeeded(after: Duration)
        /// The server may have named when it wants to be asked again.
        case failed(retryAfter: Duration?)
        /// Says nothing of the server: cancelled, or never sent.
        case abandoned
    }

    /// Leave to make one call, whose outcome has to be reported once.
    package struct Admission: Sendable {
        let round: Int
        let isProbe: Bool
    }

    let settings: Settings
    let clock: any RunClock
    private let trips = Mutex(Trips())

    private struct Trips {
        var round = 0
    }

    package init(_ settings: Settings = Settings(), clock: any RunClock = SystemClock.shared) {
        self.settings = settings
        self.clock = clock
    }

    package var state: State { .halfOpen }

    /// - Returns: `nil` while open, and while a probe is under way.
    package func admit() -> Admission? { nil }

    package func report(_ outcome: Outcome, of admission: Admission) {}
}
