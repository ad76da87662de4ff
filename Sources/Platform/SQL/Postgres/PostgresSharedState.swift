import Synchronization

/// What the sessions of a database share: counters, and why transactions have to wait.
final class PostgresSharedState: Sendable {
    let counters = PostgresCounters()
    /// Why no connection could be made, until one was.
    private let trouble = Locked<SQLError?>(nil)

    func connected() {
        counters.open.add(1, ordering: .relaxed)
        trouble.withLock { $0 = nil }
    }

    func failedToConnect(_ error: SQLError) {
        counters.failedConnects.add(1, ordering: .relaxed)
        trouble.withLock { $0 = error }
    }

    /// What a transaction is told that has waited too long.
    var reasonToWait: SQLError { trouble.withLock { $0 } ?? .overloaded }
}
