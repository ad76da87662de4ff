import SupportDesk
import Synchronization

/// Whether this process would accept and process work.
final class Readiness: Sendable {
    private let isDatabaseThere: @Sendable () async throws -> Void
    private let hasKnowledge: @Sendable () -> Bool
    private let isStopping = Mutex(false)

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
        do {
            try await isDatabaseThere()
            return true
        } catch { return false }
    }
}
