import CSQLite

/// The threads of a database, and what is posted to them.
///
/// They hold nothing of `SQLiteDatabase`, so that they end also when it is let go of without being closed.
struct SQLiteThreads: Sendable {
    let writes: Mailbox<WriterRequest>
    /// `nil` in memory, where the writer's thread reads.
    let reads: Mailbox<TransactionJob>?
    private let checkpointer: SQLiteCheckpointer
    private let notifier: SQLiteNotifier
    private var runningTransactions: [WorkerThread] = []
    private var helping: [WorkerThread] = []

    /// Opens the connections, each on its own thread.
    static func start(
        _ path: String?, options: SQLiteOptions, notifier: SQLiteNotifier, counters: SQLiteCounters
    ) async throws -> SQLiteThreads {
        var threads = SQLiteThreads(
            writes: Mailbox(limit: options.maxWaiting),
            reads: path.map { _ in Mailbox(limit: options.maxWaiting) },
            checkpointer: SQLiteCheckpointer(options: options, counters: counters),
            notifier: notifier)
        do {
            try await threads.startWriter(path, options, counters)
            if let path {
                for _ in 0..<max(1, options.readers) { try await threads.startReader(path, options, counters) }
                try await threads.startHelpers(path, options, counters)
            }
        } catch {
            await threads.stop()
            throw error
        }
        return threads
    }

    /// Takes no new transactions. The threads end when they have run those that were accepted.
    func stopAccepting() {
        writes.close()
        reads?.close()
    }

    /// Finishes what was accepted; returns when every thread has ended.
    func stop() async {
        stopAccepting()
        for thread in runningTransactions { await thread.ended() }
        stopHelping()
        for thread in helping { await thread.ended() }
    }

    func stopHelping() {
        checkpointer.stop()
        notifier.close()
    }

    private mutating func startWriter(
        _ path: String?, _ options: SQLiteOptions, _ counters: SQLiteCounters
    ) async throws {
        let (writes, checkpointer, notifier) = (writes, checkpointer, notifier)
        let thread = try await WorkerThread.start(named: "sqlite-writer") {
            let connection = try SQLiteConnection.open(path, as: .writer, options: options, counters: counters)
            try checkpointer.follow(connection)
            return connection
        } work: { connection in
            let reader = SQLiteReader(connection: connection, timeLimit: options.readTimeLimit, counters: counters)
            let writer = SQLiteWriter(
                connection: connection, maxGroup: options.maxGroup,
                maxGroupDuration: options.maxGroupDuration, counters: counters, reader: reader,
                onCommit: { for channel in $0 { notifier.notify(channel) } })
            withExtendedLifetime(checkpointer) { writer.run(writes) }
        }
        runningTransactions.append(thread)
    }

    private mutating func startReader(
        _ path: String, _ options: SQLiteOptions, _ counters: SQLiteCounters
    ) async throws {
        guard let reads else { return }
        let thread = try await WorkerThread.start(named: "sqlite-reader") {
            try SQLiteConnection.open(path, as: .reader, options: options, counters: counters)
        } work: { connection in
            SQLiteReader(connection: connection, timeLimit: options.readTimeLimit, counters: counters).run(reads)
        }
        runningTransactions.append(thread)
    }

    private mutating func startHelpers(
        _ path: String, _ options: SQLiteOptions, _ counters: SQLiteCounters
    ) async throws {
        let (checkpointer, notifier) = (checkpointer, notifier)
        helping.append(
            try await WorkerThread.start(named: "sqlite-log") {
                try SQLiteConnection.open(path, as: .checkpointer, options: options, counters: counters)
            } work: {
                checkpointer.run(on: $0)
            })
        helping.append(
            try await WorkerThread.start(named: "sqlite-wake") {
            } work: {
                notifier.run()
            })
    }
}
