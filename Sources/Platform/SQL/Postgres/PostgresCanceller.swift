import CPostgres

/// Reaches a statement that the server is running, from another thread.
///
/// It holds the job that its connection works for; a request is sent under the same lock that ends the job, so it never
/// meets the next one's statements, but for a signal that the server delivers late.
final class PostgresCanceller: Interrupter, @unchecked Sendable {  // libpq allows PQcancel from any thread
    private let handle: OpaquePointer?
    private let current = Locked<TransactionJob?>(nil)
    private let requests: Mailbox<CancelRequest>

    init(_ connection: OpaquePointer, requests: Mailbox<CancelRequest>) {
        handle = PQgetCancel(connection)
        self.requests = requests
    }

    deinit { PQfreeCancel(handle) }

    /// From now on, and until `end`, the connection works for this job.
    func begin(_ job: TransactionJob) {
        current.withLock { $0 = job }
        job.setInterrupter(self)
    }

    func end(_ job: TransactionJob) {
        job.setInterrupter(nil)
        current.withLock { $0 = nil }
    }

    func interrupt(_ job: TransactionJob) {
        // Where too many are waiting, the statement's own time limit ends it.
        try? requests.post(CancelRequest(canceller: self, job: job))
    }

    /// Opens a connection of its own to the server, so it blocks for a while.
    fileprivate func cancel(_ job: TransactionJob) {
        current.withLock { current in
            guard current === job, let handle else { return }
            var reason = [CChar](repeating: 0, count: 256)
            _ = PQcancel(handle, &reason, Int32(reason.count))
        }
    }
}

/// A statement to be stopped, on its way to the thread that does so.
struct CancelRequest: Sendable {
    fileprivate let canceller: PostgresCanceller
    fileprivate let job: TransactionJob

    func carryOut() { canceller.cancel(job) }
}
