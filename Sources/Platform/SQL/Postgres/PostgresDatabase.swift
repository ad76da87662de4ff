/// A PostgreSQL database: a pool of connections, each with a thread on which transactions run.
///
/// Connections are made as they are needed, and again when the server was away. A transaction that conflicted with
/// another, or lost its connection before its commit was sent, is run again; when the answer to a commit is lost, the
/// server is asked what became of it, and `SQLError.outcomeUnknown` thrown only where it can't tell.
package final class PostgresDatabase: Database {
    package var dialect: Dialect { .postgres }

    private let options: PostgresOptions
    private let threads: PostgresThreads
    private let wakeUps: PostgresWakeUps
    private let shared = PostgresSharedState()

    /// Makes the first connection.
    ///
    /// - Throws: `SQLError.unavailable` when no server answers, `refused` when it doesn't let us in, `unsuitable` when it
    ///   is too old or may only be read.
    package init(_ options: PostgresOptions) async throws {
        self.options = options
        wakeUps = try PostgresWakeUps(options: options, counters: shared.counters)
        threads = try await PostgresThreads.start(options, wakeUps: wakeUps, shared: shared)
    }

    deinit { threads.stopAccepting() }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await run(.write, body)
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await run(.read, body)
    }

    private func run<T: Sendable>(
        _ kind: PostgresTransactionKind, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await TypedTransactionJob(body).value { job throws(SQLError) in
            try threads.requests.post(PostgresRequest(job: job, kind: kind, deadline: .now + options.patience))
        }
    }

    package func notify(_ channel: NotificationChannel) { wakeUps.notify(channel) }

    package func notifications(_ channel: NotificationChannel) -> AsyncStream<Void> { wakeUps.notifications(channel) }

    package func close() async { await threads.stop() }

    package var statistics: PostgresStatistics { shared.counters.snapshot(waiting: threads.requests.count) }
}
