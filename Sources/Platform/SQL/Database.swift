/// A database that stores are written against once, whichever driver is behind it.
///
/// A transaction is a synchronous function, run on a thread that its connection owns: nothing can be awaited while it
/// is open. It may be run again, so it touches nothing but SQL and returns what the caller needs to act upon.
/// On SQLite `write` excludes every other writer; on PostgreSQL it is READ COMMITTED, so it first locks the rows that
/// its decision hangs on. `read` sees one snapshot on both.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs one write transaction and returns once it is durable.
    ///
    /// When `body` throws, nothing of it is kept. A task cancelled while its transaction waits is told at once and
    /// nothing is run; a transaction that has begun is finished.
    ///
    /// - Throws: What `body` throws; otherwise a `SQLError`, or `CancellationError` when nothing was run.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T

    /// Runs `body` against one consistent snapshot. Statements that would write are refused with `SQLError.readOnly`.
    ///
    /// Cancelling the task interrupts the statement that runs. A read has a time limit, since an open snapshot keeps
    /// the database from tidying up: past it, `SQLError.timeLimitExceeded` is thrown.
    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T

    /// Tells every process on this database to look again at what `channel` is about. Carries no data, may be merged
    /// with others, and is never an error: what gets lost costs time only. `Transaction.notify` ties it to a commit.
    func notify(_ channel: NotificationChannel)

    /// Wake-ups for a channel, from this process and from others; at most one is kept waiting. One may come without a
    /// cause, such as when another process could not be heard for a while: it says "look again", no more.
    ///
    /// Ask for them first, then look: what is committed later wakes. The stream ends when the database is closed.
    func notifications(_ channel: NotificationChannel) -> AsyncStream<Void>

    /// Takes no new work, finishes what was accepted and closes the connections. May be called again.
    func close() async
}
