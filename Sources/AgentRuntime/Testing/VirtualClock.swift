import Synchronization

/// A clock for tests. It stands still until it is advanced, and can wait until someone sleeps by it.
package final class VirtualClock: RunClock {
    private struct State {
        var now: ContinuousClock.Instant
        var lastID = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeSatisfiedWatchers() -> [CheckedContinuation<Void, Never>] {
            let satisfied = watchers.filter { $0.count <= sleepers.count }
            watchers.removeAll { $0.count <= sleepers.count }
            return satisfied.map(\.continuation)
        }
    }

    private struct Sleeper {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    package init() { state = Mutex(State(now: ContinuousClock.now)) }

    package var now: ContinuousClock.Instant { state.withLock(\.now) }

    package func sleep(until deadline: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Sleeper(deadline: deadline, continuation: continuation), as: id)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    private func add(_ sleeper: Sleeper, as id: Int) {
        let (isDue, watchers): (Bool, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if Task.isCancelled || sleeper.deadline <= state.now { return (true, []) }
            state.sleepers[id] = sleeper
            return (false, state.takeSatisfiedWatchers())
        }
        for watcher in watchers { watcher.resume() }
        guard isDue else { return }
        sleeper.continuation.resume(with: Task.isCancelled ? .failure(CancellationError()) : .success(()))
    }

    /// Moves the time and wakes those whose deadline has come, the earliest first.
    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers.removeValue(forKey: id) }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
        }
        for (_, sleeper) in due { sleeper.continuation.resume() }
    }

    /// Waits until so many tasks sleep by this clock.
    package func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let watchers = state.withLock { state in
                state.watchers.append((count, continuation))
                return state.takeSatisfiedWatchers()
            }
            for watcher in watchers { watcher.resume() }
        }
    }
}
