import Synchronization

/// Runs reads, each against a snapshot of its own. Confined to its connection's thread.
struct SQLiteReader {
    let connection: SQLiteConnection
    let timeLimit: Duration
    let counters: SQLiteCounters

    /// Runs what arrives until the mailbox is closed and empty.
    func run(_ mailbox: Mailbox<TransactionJob>) {
        var jobs: [TransactionJob] = []
        while mailbox.wait(upTo: 1, into: &jobs) {
            for job in jobs { read(job) }
            jobs.removeAll(keepingCapacity: true)
        }
    }

    func read(_ job: TransactionJob) {
        guard job.claim() else { return }
        let transaction = Transaction(on: connection, dialect: .sqlite)
        connection.readWatch.begin(job, limit: timeLimit)
        do {
            try connection.control("BEGIN")
            try job.run(in: transaction)
            if let failure = transaction.failure { throw failure }
        } catch {
            job.fail(with: job.isCancelled ? CancellationError() : error)
        }
        connection.readWatch.end()
        counters.reads.add(1, ordering: .relaxed)
        do {
            if connection.isInTransaction { try connection.control("ROLLBACK") }
        } catch {
            job.fail(with: error)
        }
        job.answer()
    }
}
