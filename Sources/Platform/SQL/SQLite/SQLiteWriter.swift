import Synchronization

/// What the writer's thread is asked for. Reads come here only in a database in memory, which has one connection.
enum WriterRequest {
    case write(TransactionJob)
    case read(TransactionJob)
}

/// Runs the writes of a database by group commit. Confined to its connection's thread.
///
/// The transactions that wait share one `COMMIT`, and so one flush of the disk; those that arrive meanwhile join.
/// Each has a savepoint, so that one that fails takes nothing from its neighbours. Callers are answered after the
/// commit, also those that failed, since what they saw may have been a neighbour's.
struct SQLiteWriter {
    let connection: SQLiteConnection
    let maxGroup: Int
    let maxGroupDuration: Duration
    let counters: SQLiteCounters
    /// Runs a read on the same connection.
    let reader: SQLiteReader
    /// Told after a commit, before the callers are.
    let onCommit: (Set<NotificationChannel>) -> Void

    /// Runs what arrives until the mailbox is closed and empty.
    func run(_ mailbox: Mailbox<WriterRequest>) {
        var requests: [WriterRequest] = []
        while mailbox.wait(upTo: maxGroup, into: &requests) {
            var next = 0
            while next < requests.count {
                if case .read(let job) = requests[next] {
                    read(job)
                    next += 1
                } else {
                    writeGroup(from: &requests, &next, joinedFrom: mailbox)
                }
            }
            requests.removeAll(keepingCapacity: true)
        }
    }

    /// Runs the writes from `next` up to a read, and those that join, as one commit.
    private func writeGroup(
        from requests: inout [WriterRequest], _ next: inout Int, joinedFrom mailbox: Mailbox<WriterRequest>
    ) {
        var group = Group()
        do throws(SQLError) {
            try connection.control("BEGIN IMMEDIATE")
            let deadline = ContinuousClock.now + maxGroupDuration
            while group.jobs.isEmpty || .now < deadline, let job = nextWrite(&requests, &next) {
                if job.claim() {
                    group.jobs.append(job)
                    try attempt(job, in: &group)
                }
                if next == requests.count, requests.count < maxGroup {
                    mailbox.take(upTo: maxGroup - requests.count, into: &requests)
                }
            }
            try commit()
        } catch {
            rollBack()
            // Those behind in line would find the same.
            while let job = nextWrite(&requests, &next) { if job.claim() { group.jobs.append(job) } }
            for job in group.jobs { job.fail(with: error) }
            counters.failures.add(group.jobs.count, ordering: .relaxed)
            group.answer()
            return
        }
        counters.countCommit(of: group.jobs.count)
        onCommit(group.notified)
        group.answer()
    }

    private func nextWrite(_ requests: inout [WriterRequest], _ next: inout Int) -> TransactionJob? {
        guard next < requests.count, case .write(let job) = requests[next] else { return nil }
        next += 1
        return job
    }

    /// Runs one transaction of the group.
    ///
    /// - Throws: An error that costs the whole group.
    private func attempt(_ job: TransactionJob, in group: inout Group) throws(SQLError) {
        try connection.control("SAVEPOINT job")
        let transaction = Transaction(on: connection, dialect: .sqlite)
        do {
            try job.run(in: transaction)
            if let failure = transaction.failure { throw failure }
            try connection.checkDeferredForeignKeys()
        } catch {
            if let failure = transaction.failure, connection.isTransactionLost(after: failure) { throw failure }
            try connection.control("ROLLBACK TO job")
            try connection.control("RELEASE job")
            counters.failures.add(1, ordering: .relaxed)
            job.fail(with: error)
            return
        }
        try connection.control("RELEASE job")
        group.notified.formUnion(transaction.notified)
    }

    private func commit() throws(SQLError) {
        do throws(SQLError) {
            try connection.control("COMMIT")
        } catch {
            // The commit may have reached the log and only its flush failed; a restart would find it there.
            if case .io(let reason) = error { throw .outcomeUnknown(reason: reason) }
            throw error
        }
    }

    private func rollBack() {
        // It fails only when SQLite has rolled back by itself.
        if connection.isInTransaction { try? connection.control("ROLLBACK") }
    }

    private func read(_ job: TransactionJob) {
        do {
            // This pragma acts when it is prepared, so it can't be a kept statement.
            try connection.run(script: "PRAGMA query_only = ON")
            reader.read(job)
            try connection.run(script: "PRAGMA query_only = OFF")
        } catch {
            guard job.claim() else { return }
            job.fail(with: error)
            job.answer()
        }
    }
}

private struct Group {
    var jobs: [TransactionJob] = []
    var notified: Set<NotificationChannel> = []

    func answer() { for job in jobs { job.answer() } }
}
