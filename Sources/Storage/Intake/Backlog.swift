package import FoundationEssentials
package import SupportDesk
import Synchronization

/// Keeps what waits within a bound: past it, forms and API calls are told to come back later.
///
/// The number of waiting messages is read at most every quarter of a second, so the bound may be passed by what arrives
/// meanwhile.
package final class Backlog: Sendable {
    private let figures: any DeskFigures
    private let limit: Int
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    private struct State {
        var readAt = Date.distantPast
        var isFull = false
    }

    package init(figures: any DeskFigures, limit: Int, now: @escaping @Sendable () -> Date) {
        self.figures = figures
        self.limit = limit
        self.now = now
    }

    /// - Throws: `IntakeError.backlogFull`.
    func check() async throws {
        let now = now()
        let isDue = state.withLock { state in
            // A clock that was set back must not stop the readings.
            guard abs(now.timeIntervalSince(state.readAt)) >= 0.25 else { return false }
            state.readAt = now
            return true
        }
        if isDue {
            let waiting = try await figures.backlog(upTo: limit)
            state.withLock { $0.isFull = waiting >= limit }
        }
        if state.withLock({ $0.isFull }) { throw IntakeError.backlogFull(retryAfter: .seconds(5)) }
    }
}
