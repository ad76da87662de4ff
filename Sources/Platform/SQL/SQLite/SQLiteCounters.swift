import Synchronization

/// What the threads of a database count.
final class SQLiteCounters: Sendable {
    let commits = Atomic(0)
    let transactions = Atomic(0)
    let largestGroup = Atomic(0)
    let failures = Atomic(0)
    let reads = Atomic(0)
    let busyWaits = Atomic(0)
    let checkpoints = Atomic(0)
    let failedCheckpoints = Atomic(0)
    let failedWakeUps = Atomic(0)
    let logBytes = Atomic(0)

    func countCommit(of group: Int) {
        commits.add(1, ordering: .relaxed)
        transactions.add(group, ordering: .relaxed)
        largestGroup.max(group, ordering: .relaxed)
    }

    func snapshot(waitingWrites: Int, waitingReads: Int) -> SQLiteStatistics {
        var now = SQLiteStatistics()
        now.commits = commits.load(ordering: .relaxed)
        now.transactions = transactions.load(ordering: .relaxed)
        now.largestGroup = largestGroup.load(ordering: .relaxed)
        now.failures = failures.load(ordering: .relaxed)
        now.reads = reads.load(ordering: .relaxed)
        now.busyWaits = busyWaits.load(ordering: .relaxed)
        now.checkpoints = checkpoints.load(ordering: .relaxed)
        now.failedCheckpoints = failedCheckpoints.load(ordering: .relaxed)
        now.failedWakeUps = failedWakeUps.load(ordering: .relaxed)
        now.logBytes = logBytes.load(ordering: .relaxed)
        now.waitingWrites = waitingWrites
        now.waitingReads = waitingReads
        return now
    }
}
