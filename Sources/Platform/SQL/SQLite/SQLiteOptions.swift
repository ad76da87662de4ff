package import FoundationEssentials

/// Limits of a `SQLiteDatabase`.
package struct SQLiteOptions: Sendable {
    /// Threads that read, each with a connection; a database in memory has one connection for everything.
    package var readers = 4
    /// How long we wait for another process to finish writing.
    package var busyTimeout = Duration.seconds(10)
    /// How long one `read` may keep its snapshot.
    package var readTimeLimit = Duration.seconds(30)
    /// Writes, and reads, that may wait; one more is refused with `SQLError.overloaded`.
    package var maxWaiting = 10_000
    /// Transactions that may share one commit.
    package var maxGroup = 256
    /// Past this they are committed although more are waiting, so that other processes get their turn.
    package var maxGroupDuration = Duration.milliseconds(20)
    /// Bytes in the write-ahead log from which its pages are copied to the database beside the writers …
    package var checkpointBytes = 8 << 20
    /// … and from which writers wait until it is emptied.
    package var maxLogBytes = 64 << 20
    /// What `Transaction.now` reads.
    package var clock: @Sendable () -> Date = { Date() }
    /// Is told each statement's text when a connection prepares it: once, since it is kept.
    package var onPrepare: @Sendable (StaticString) -> Void = { _ in }

    package init() {}
}
