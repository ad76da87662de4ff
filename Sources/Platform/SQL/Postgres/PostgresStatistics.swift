import Synchronization

/// What a `PostgresDatabase` has done since it was opened; the counters only grow.
package struct PostgresStatistics: Sendable, Equatable {
    /// Transactions that came to their end, and those that failed.
    package var transactions = 0
    package var failures = 0
    /// Transactions that were run again after a conflict or a lost connection.
    package var retries = 0
    /// Attempts to connect, and those that failed.
    package var connects = 0
    package var failedConnects = 0
    /// Wake-ups sent to other processes.
    package var notifications = 0

    // As of now:
    package var connections = 0
    package var busyConnections = 0
    package var waiting = 0

    package init() {}
}

/// What the threads of a database count.
final class PostgresCounters: Sendable {
    let transactions = Atomic(0)
    let failures = Atomic(0)
    let retries = Atomic(0)
    let connects = Atomic(0)
    let failedConnects = Atomic(0)
    let notifications = Atomic(0)
    let open = Atomic(0)
    let busy = Atomic(0)

    func snapshot(waiting: Int) -> PostgresStatistics {
        var now = PostgresStatistics()
        now.transactions = transactions.load(ordering: .relaxed)
        now.failures = failures.load(ordering: .relaxed)
        now.retries = retries.load(ordering: .relaxed)
        now.connects = connects.load(ordering: .relaxed)
        now.failedConnects = failedConnects.load(ordering: .relaxed)
        now.notifications = notifications.load(ordering: .relaxed)
        now.connections = open.load(ordering: .relaxed)
        now.busyConnections = busy.load(ordering: .relaxed)
        now.waiting = waiting
        return now
    }
}
