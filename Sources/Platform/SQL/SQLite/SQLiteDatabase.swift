/// A SQLite database: one thread that writes, by group commit, and several that read, each with a connection.
///
/// Several processes may have a file open; they take turns at writing, and wake each other. A database in memory
/// belongs to its object and behaves the same, with reads between the writes.
package final class SQLiteDatabase: Database {
    package var dialect: Dialect { .sqlite }

    private let threads: SQLiteThreads
    private let notifier: SQLiteNotifier
    private let counters: SQLiteCounters

    /// Opens a file, and creates it if it isn't there; its directory must exist.
    ///
    /// - Throws: `SQLError.cannotOpen`, which says why; `SQLError.busy` when another process holds the file too long.
    package convenience init(path: String, options: SQLiteOptions = SQLiteOptions()) async throws {
        try await self.init(file: path.hasPrefix("/") ? path : "./" + path, options: options)
    }

    /// A database in memory, which ends with `close`.
    package static func inMemory(options: SQLiteOptions = SQLiteOptions()) async throws -> SQLiteDatabase {
        try await SQLiteDatabase(file: nil, options: options)
    }

    private init(file path: String?, options: SQLiteOptions) async throws {
        counters = SQLiteCounters()
        notifier = try SQLiteNotifier(databasePath: path, counters: counters)
        threads = try await .start(path, options: options, notifier: notifier, counters: counters)
    }

    deinit {
        threads.stopAccepting()
        threads.stopHelping()
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await TypedTransactionJob(body).value { job throws(SQLError) in try threads.writes.post(.write(job)) }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await TypedTransactionJob(body).value { job throws(SQLError) in
            if let reads = threads.reads {
                try reads.post(job)
            } else {
                try threads.writes.post(.read(job))
            }
        }
    }

    package func notify(_ channel: NotificationChannel) { notifier.notify(channel) }

    package func notifications(_ channel: NotificationChannel) -> AsyncStream<Void> { notifier.notifications(channel) }

    package func close() async { await threads.stop() }

    package var statistics: SQLiteStatistics {
        counters.snapshot(waitingWrites: threads.writes.count, waitingReads: threads.reads?.count ?? 0)
    }
}
