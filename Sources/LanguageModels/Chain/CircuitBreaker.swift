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
        /// Cooled down; the next call is the probe, or it is under way.
        case halfOpen
    }

    package enum Outcome: Equatable, Sendable {
        case succeeded(after: Duration)
        /// The server may have named when it wants to be asked again; then nobody asks before, within the longest
        /// cool-down.
        case failed(retryAfter: Duration?)
        /// Says nothing of the server: cancelled, or never sent.
        case abandoned
    }

    /// Leave to make one call, whose outcome has to be reported once.
    package struct Admission: Sendable {
        let round: Int
    }

    private struct Memory {
        var failures = 0
        /// `nil` while closed.
        var openUntil: ContinuousClock.Instant?
        /// In a row.
        var openings = 0
        var isProbing = false
        /// Counts openings and closings: what calls of an earlier round report is old news.
        var round = 0
    }

    private let settings: Settings
    private let clock: any RunClock
    private let memory = Mutex(Memory())

    package init(_ settings: Settings = Settings(), clock: any RunClock = SystemClock.shared) {
        self.settings = settings
        self.clock = clock
    }

    package var state: State {
        let now = clock.now
        return memory.withLock { memory in
            guard let end = memory.openUntil else { return .closed(failures: memory.failures) }
            return now < end ? .open(until: end) : .halfOpen
        }
    }

    /// - Returns: `nil` while open, and while a probe is under way.
    package func admit() -> Admission? {
        let now = clock.now
        return memory.withLock { memory in
            if let end = memory.openUntil {
                guard now >= end, !memory.isProbing else { return nil }
                memory.isProbing = true
            }
            return Admission(round: memory.round)
        }
    }

    package func report(_ outcome: Outcome, of admission: Admission) {
        let now = clock.now
        memory.withLock { memory in
            guard admission.round == memory.round else { return }
            switch outcome {
            case .abandoned: memory.isProbing = false
            case .succeeded(let duration) where settings.slowCall.map { duration <= $0 } ?? true: close(&memory)
            case .succeeded: fail(&memory, now: now, retryAfter: nil)
            case .failed(let delay): fail(&memory, now: now, retryAfter: delay)
            }
        }
    }

    private func close(_ memory: inout Memory) {
        if memory.openUntil != nil { memory.round += 1 }
        memory.openUntil = nil
        memory.isProbing = false
        memory.failures = 0
        memory.openings = 0
    }

    private func fail(_ memory: inout Memory, now: ContinuousClock.Instant, retryAfter: Duration?) {
        memory.failures += 1
        guard memory.openUntil != nil || memory.failures >= settings.failureLimit || retryAfter != nil else { return }
        var coolDown = min(settings.firstCoolDown, settings.longestCoolDown)
        for _ in 0..<min(memory.openings, 62) where coolDown < settings.longestCoolDown {
            coolDown = min(coolDown * 2, settings.longestCoolDown)
        }
        if let retryAfter { coolDown = min(max(coolDown, retryAfter), settings.longestCoolDown) }
        memory.openUntil = now + coolDown
        memory.openings += 1
        memory.isProbing = false
        memory.round += 1
    }
}
