/// What a `SQLiteDatabase` has done since it was opened; counters only grow.
package struct SQLiteStatistics: Sendable, Equatable {
    /// Group commits that wrote something durable, and the transactions in them.
    package var commits = 0
    package var transactions = 0
    /// The most transactions that one commit held.
    package var largestGroup = 0
    /// Transactions that were rolled back.
    package var failures = 0
    package var reads = 0
    /// Times we slept because another process, or a checkpoint, held the lock.
    package var busyWaits = 0
    package var checkpoints = 0
    package var failedCheckpoints = 0
    /// Wake-ups that could not be written for other processes.
    package var failedWakeUps = 0

    // As of now:
    package var waitingWrites = 0
    package var waitingReads = 0
    package var logBytes = 0

    package init() {}
}
