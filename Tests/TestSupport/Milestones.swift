import Synchronization

/// Counts what happens, for tests that wait until something has happened so often. A wait ends with its test's task.
package final class Milestones<Event: Hashable & Sendable>: Sendable {
    private struct Watcher {
        let event: Event
        let count: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var counts: [Event: Int] = [:]
        var watchers: [Int: Watcher] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func count(of event: Event) -> Int { state.withLock { $0.counts[event, default: 0] } }

    package func note(_ event: Event) {
        let satisfied = state.withLock { state in
            let count = state.counts[event, default: 0] + 1
            state.counts[event] = count
            let satisfied = state.watchers.filter { $0.value.event == event && $0.value.count <= count }
            for id in satisfied.keys { state.watchers.removeValue(forKey: id) }
            return satisfied
        }
        for watcher in satisfied.values { watcher.continuation.resume() }
    }

    /// Returns once the event has happened so often since the start.
    /// - Throws: `CancellationError`.
    package func reached(_ event: Event, _ count: Int) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.counts[event, default: 0] >= count { return true }
                    state.watchers[id] = Watcher(event: event, count: count, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }
}
