package import FoundationEssentials
package import SupportDesk
import Synchronization

/// The time of a test: it stands still until it is advanced, for the database as for the desk's services.
package final class DeskTime: Sendable {
    private enum Moment { case fellAsleep }

    private struct State {
        var now: Date
        var lastID = 0
        var sleepers: [Int: (due: Date, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state: Mutex<State>
    private let moments = Milestones<Moment>()

    /// Starts on 21 November 2026, 9:00 UTC.
    package init(_ start: Date = Date(timeIntervalSince1970: 1_795_251_600)) { state = Mutex(State(now: start)) }

    package var now: Date { state.withLock(\.now) }

    /// Moves the time and wakes those whose sleep is over, the first due first.
    package func advance(by seconds: TimeInterval) {
        let due = state.withLock { state in
            state.now += seconds
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for id in due.keys { state.sleepers.removeValue(forKey: id) }
            return due.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
        }
        for (_, sleeper) in due { sleeper.continuation.resume() }
    }

    /// Sleeps until the time was advanced far enough.
    package func sleep(_ duration: Duration) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers[id] = (state.now + duration / .seconds(1), continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
                moments.note(.fellAsleep)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Returns once tasks have gone to sleep so often since the start.
    package func sleeps(_ count: Int) async throws { try await moments.reached(.fellAsleep, count) }

    /// This time for the desk's services; their chance is always one half.
    package var clock: DeskClock {
        DeskClock(now: { self.now }, sleep: { try await self.sleep($0) }, random: { 0.5 })
    }
}
