import CSQLite
import Glibc
import Synchronization

/// Keeps the write-ahead log short, on a thread and a connection of its own.
///
/// Pages are copied to the database beside the writers (a passive checkpoint). Under a steady load that never catches
/// up, so past `maxLogBytes` writers are kept waiting until the rest is copied and the log emptied.
final class SQLiteCheckpointer: Sendable {
    private static let frameHeaderBytes = 24

    private let requests = Mailbox<Void>(limit: 1)
    private let checkpointBytes: Int
    private let maxLogBytes: Int
    private let counters: SQLiteCounters
    /// The size at which the next checkpoint is worth its flush. It rises while writers keep the log from beginning anew.
    private let threshold: Atomic<Int>
    private let pageBytes = Atomic(4096)

    init(options: SQLiteOptions, counters: SQLiteCounters) {
        checkpointBytes = options.checkpointBytes
        maxLogBytes = options.maxLogBytes
        self.counters = counters
        threshold = Atomic(options.checkpointBytes)
    }

    /// Looks at the log after each commit of the writer, which it must outlive.
    func follow(_ writer: SQLiteConnection) throws(SQLError) {
        let page = try writer.pageBytes()
        pageBytes.store(page, ordering: .relaxed)
        sqlite3_wal_hook(
            writer.handle,
            { context, _, _, pages in
                let checkpointer = Unmanaged<SQLiteCheckpointer>.fromOpaque(context!).takeUnretainedValue()
                checkpointer.logGrew(toPages: Int(pages))
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func logGrew(toPages pages: Int) {
        let bytes = pages * (pageBytes.load(ordering: .relaxed) + Self.frameHeaderBytes)
        let before = counters.logBytes.exchange(bytes, ordering: .relaxed)
        if bytes < before { threshold.store(checkpointBytes, ordering: .relaxed) }
        guard bytes >= threshold.load(ordering: .relaxed) else { return }
        // Refused when one is asked for already, or at the end.
        try? requests.post(())
    }

    /// Checkpoints when asked, until `stop`.
    func run(on connection: SQLiteConnection) {
        var asked: [Void] = []
        while requests.wait(upTo: 1, into: &asked) {
            asked.removeAll()
            checkpoint(on: connection)
        }
    }

    func stop() { requests.close() }

    private func checkpoint(on connection: SQLiteConnection) {
        threshold.store(counters.logBytes.load(ordering: .relaxed) + checkpointBytes, ordering: .relaxed)
        copyPages(SQLITE_CHECKPOINT_PASSIVE, on: connection)
        if counters.logBytes.load(ordering: .relaxed) >= maxLogBytes {
            copyPages(SQLITE_CHECKPOINT_TRUNCATE, on: connection)
        }
    }

    private func copyPages(_ mode: Int32, on connection: SQLiteConnection) {
        let code = sqlite3_wal_checkpoint_v2(connection.handle, nil, mode, nil, nil)
        if code == SQLITE_OK {
            counters.checkpoints.add(1, ordering: .relaxed)
        } else {
            counters.failedCheckpoints.add(1, ordering: .relaxed)
        }
    }
}
