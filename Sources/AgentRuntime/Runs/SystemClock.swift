import Dispatch
import Synchronization

/// The system's clock, for runs.
///
/// All alarms share one timer, and one that is cancelled leaves nothing behind. `Task.sleep` keeps a cancelled sleeper
/// until its deadline, about a kilobyte each, and nearly every deadline of a run is cancelled.
package final class SystemClock: RunClock {
    package static let shared = SystemClock()

    private struct State {
        var lastID: UInt64 = 0
        var alarms: [UInt64: (deadline: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
        let timer = DispatchSource.makeTimerSource()
        /// When the timer fires next. Stays when that alarm is cancelled: firing for nothing is cheaper than a search.
        var next: ContinuousClock.Instant?
    }

    /// Alarms ring up to this much late, so that many of them wake the timer once.
    private static let tolerance = Duration.milliseconds(10)

    /// What a timer is set to at most; a later deadline is looked at again by then.
    private static let longestWait = Duration.seconds(3_600)

    private let state = Mutex(State())

    private init() {
        state.withLock { state in
            state.timer.setEventHandler { self.ringDue() }
            state.timer.activate()
        }
    }

    package var now: ContinuousClock.Instant { .now }

    package func alarm(at deadline: ContinuousClock.Instant, ring: @escaping @Sendable () -> Void) -> Alarm {
        let id = state.withLock { state in
            state.lastID += 1
            state.alarms[state.lastID] = (deadline, ring)
            if state.next.map({ deadline < $0 }) ?? true { schedule(deadline, in: &state) }
            return state.lastID
        }
        return Alarm { [self] in _ = state.withLock { $0.alarms.removeValue(forKey: id) } }
    }

    private func schedule(_ deadline: ContinuousClock.Instant, in state: inout State) {
        state.next = deadline
        let delay = min(max(deadline - now, .zero), Self.longestWait) + Self.tolerance
        state.timer.schedule(deadline: .now() + .nanoseconds(Int(delay / .nanoseconds(1))))
    }

    private func ringDue() {
        let now = now
        let due = state.withLock { state in
            let due = state.alarms.filter { $0.value.deadline <= now }
            for id in due.keys { state.alarms.removeValue(forKey: id) }
            state.next = nil
            if let next = state.alarms.values.lazy.map(\.deadline).min() { schedule(next, in: &state) }
            return due
        }
        for alarm in due.values.sorted(by: { $0.deadline < $1.deadline }) { alarm.ring() }
    }
}
