import SupportDesk
import Synchronization

/// Whether this process would accept and process work. The database is asked every two seconds at most.
final class Readiness: Sendable {
    private let isDatabaseThere: @Sendable () async throws -> Void
    private let hasKnowledge: @Sendable () -> Bool
    private let isStopping = Mutex(false)
    private let lastCheck = Mutex<(at: ContinuousClock.Instant, isGood: Bool)?>(nil)

    init(
        isDatabaseThere: @escaping @Sendable () async throws -> Void, hasKnowledge: @escaping @Sendable () -> Bool
    ) {
        self.isDatabaseThere = isDatabaseThere
        self.hasKnowledge = hasKnowledge
    }

    /// Load balancers stop sending from here on.
    func stop() { isStopping.withLock { $0 = true } }

    func isReady() async -> Bool {
        guard !isStopping.withLock({ $0 }), hasKnowledge() else { return false }
        if let last = lastCheck.withLock({ $0 }), .now - last.at < .seconds(2) { return last.isGood }
        let isGood = await isDatabaseGood()
        lastCheck.withLock { $0 = (.now, isGood) }
        return isGood
    }

    private func isDatabaseGood() async -> Bool {
        do {
            try await isDatabaseThere()
            return true
        } catch { return false }
    }
}
