import Synchronization

/// A clock for tests. It stands still until it is advanced, and tells when alarms are set on it.
package final class VirtualClock: RunClock {
    private struct State {
        var now: ContinuousClock.Instant
        var lastID = 0
        var alarms: [Int: (deadline: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    package init() { state = Mutex(State(now: ContinuousClock.now)) }

    package var now: ContinuousClock.Instant { state.withLock(\.now) }

    package func alarm(at deadline: ContinuousClock.Instant, ring: @escaping @Sendable () -> Void) -> Alarm {
        let id = state.withLock { state in
            state.lastID += 1
            state.alarms[state.lastID] = (deadline, ring)
            return state.lastID
        }
        advance(by: .zero)
        resumeWatchers()
        return Alarm { [self] in _ = state.withLock { $0.alarms.removeValue(forKey: id) } }
    }

    /// Moves the time and rings the alarms whose deadline has come, the earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.alarms.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.alarms.removeValue(forKey: id) }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
        }
        for (_, alarm) in due { alarm.ring() }
    }

    /// Waits until so many alarms are set that have neither rung nor been cancelled.
    package func alarms(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.watchers.append((count, continuation)) }
            resumeWatchers()
        }
    }

    private func resumeWatchers() {
        let satisfied = state.withLock { state in
            let satisfied = state.watchers.filter { $0.count <= state.alarms.count }
            state.watchers.removeAll { $0.count <= state.alarms.count }
            return satisfied
        }
        for watcher in satisfied { watcher.continuation.resume() }
    }
}
