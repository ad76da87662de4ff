package import SupportDesk
import Synchronization

/// The wait that a sender is told, measured anew at most every five seconds.
package final class WaitEstimate: Sendable {
    private let figures: any DeskFigures
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    private struct State {
        var words = ResponseEstimate.words(recentWaits: [])
        var measuredAt: ContinuousClock.Instant?
    }

    package init(figures: any DeskFigures, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.figures = figures
        self.now = now
    }

    /// Falls back on the last measurement when the figures can't be read: an estimate is no reason to refuse anything.
    package func words() async -> String {
        let now = now()
        let isDue = state.withLock { state in
            if let last = state.measuredAt, now - last < .seconds(5) { return false }
            state.measuredAt = now
            return true
        }
        if isDue, let waits = try? await figures.recentWaits(limit: 200) {
            let words = ResponseEstimate.words(recentWaits: waits)
            state.withLock { $0.words = words }
        }
        return state.withLock { $0.words }
    }
}
