import Glibc
import Synchronization

/// Runs transactions one after the other on one connection, which is made anew when it was lost. Confined to a thread.
///
/// What is safe is run again: a transaction that conflicted, and one whose connection was lost before its commit was
/// sent. When the answer to a commit is lost, the server is asked how the transaction ended.
final class PostgresSession {
    private let options: PostgresOptions
    private let counters: PostgresCounters
    private let cancelRequests: Mailbox<CancelRequest>
    /// Told after a commit, before the caller is.
    private let onCommit: (Set<NotificationChannel>) -> Void
    private var connection: PostgresConnection?
    private var canceller: PostgresCanceller?

    init(
        options: PostgresOptions, counters: PostgresCounters, cancelRequests: Mailbox<CancelRequest>,
        onCommit: @escaping (Set<NotificationChannel>) -> Void
    ) {
        self.options = options
        self.counters = counters
        self.cancelRequests = cancelRequests
        self.onCommit = onCommit
    }

    deinit { drop() }

    /// Runs what arrives until the mailbox is closed and empty.
    func run(_ mailbox: Mailbox<PostgresRequest>) {
        var requests: [PostgresRequest] = []
        while mailbox.wait(upTo: 1, into: &requests) {
            for request in requests { run(request) }
            requests.removeAll(keepingCapacity: true)
        }
    }

    /// Makes the connection, so that whatever is wrong with it is known.
    func connect() throws(SQLError) { _ = try connected() }

    private func run(_ request: PostgresRequest) {
        guard request.job.claim() else { return }
        counters.busy.add(1, ordering: .relaxed)
        if ContinuousClock.now < request.deadline {
            carryOut(request)
        } else {
            // Whoever waited so long is told, and those behind get their chance.
            request.job.fail(with: SQLError.overloaded)
        }
        counters.busy.subtract(1, ordering: .relaxed)
        request.job.answer()
    }

    // MARK: One transaction

    private enum Attempt {
        case done
        /// Nothing of it was kept, and it may be run again.
        case again(SQLError)
        case failed(any Error)
    }

    /// Runs a transaction until it is settled.
    private func carryOut(_ request: PostgresRequest) {
        var pause = Pause()
        for attempt in 1... {
            switch attemptOnce(request) {
            case .done:
                counters.transactions.add(1, ordering: .relaxed)
                return
            case .failed(let error):
                counters.failures.add(1, ordering: .relaxed)
                return request.job.fail(with: request.job.isCancelled ? CancellationError() : error)
            case .again(let error):
                guard attempt < options.maxTries || error != .conflict, ContinuousClock.now < request.deadline,
                    !request.job.isCancelled
                else {
                    counters.failures.add(1, ordering: .relaxed)
                    return request.job.fail(with: request.job.isCancelled ? CancellationError() : error)
                }
                counters.retries.add(1, ordering: .relaxed)
                pause.sleep(until: request.deadline)
            }
        }
    }

    private func attemptOnce(_ request: PostgresRequest) -> Attempt {
        let connection: PostgresConnection
        do throws(SQLError) { connection = try connected() } catch {
            return error.isTransient ? .again(error) : .failed(error)
        }
        let transaction = Transaction(on: connection, dialect: .postgres)
        do {
            try runBody(of: request, in: transaction, on: connection)
        } catch {
            let failure = transaction.failure ?? error as? SQLError
            undo(connection)
            return failure.flatMap { reasonToRepeat($0, request) }.map { .again($0) } ?? .failed(error)
        }
        return commit(transaction, on: connection, request)
    }

    /// Begins the transaction and runs its body. A read can be stopped half-way, a write is finished.
    private func runBody(
        of request: PostgresRequest, in transaction: Transaction, on connection: PostgresConnection
    ) throws {
        if request.kind == .read {
            let watch = PostgresReadWatch(request.job, limit: options.readTimeLimit)
            connection.reasonToStop = { watch.reasonToStop }
            canceller?.begin(request.job)
        }
        defer {
            connection.reasonToStop = { nil }
            if request.kind == .read { canceller?.end(request.job) }
        }
        try connection.begin(request.kind)
        try request.job.run(in: transaction)
        if let failure = transaction.failure { throw failure }
        if request.kind == .read { try transaction.awaitPending() }
    }

    /// Whether nothing was kept and the same may succeed in another try; a request of ours to stop an earlier
    /// statement may have met this one.
    private func reasonToRepeat(_ error: SQLError, _ request: PostgresRequest) -> SQLError? {
        switch error {
        case .conflict, .unavailable: error
        case .interrupted where !request.job.isCancelled: .conflict
        default: nil
        }
    }

    private func undo(_ connection: PostgresConnection) {
        do throws(SQLError) { try connection.rollBack() } catch { drop() }
    }

    private func commit(
        _ transaction: Transaction, on connection: PostgresConnection, _ request: PostgresRequest
    ) -> Attempt {
        do throws(SQLError) {
            try connection.commit()
        } catch {
            guard connection.isLost else {
                undo(connection)
                return reasonToRepeat(error, request).map { .again($0) } ?? .failed(error)
            }
            let opening = connection.transaction
            drop()
            // A read has nothing to lose.
            guard request.kind == .write else { return .again(error) }
            switch outcome(of: opening, until: request.deadline) {
            case .committed: break
            case .aborted: return .again(error)
            case .inProgress, nil:
                return .failed(SQLError.outcomeUnknown(reason: "the connection was lost during the commit"))
            }
        }
        onCommit(transaction.notified)
        return .done
    }

    /// Asks the server, once it is there again, what became of a transaction.
    private func outcome(
        of transaction: PostgresOpening?, until deadline: ContinuousClock.Instant
    ) -> PostgresOutcome? {
        guard let transaction else { return nil }
        // The server may need a while to come back from whatever cut us off.
        let deadline = max(deadline, .now + options.patience)
        var pause = Pause()
        var outcome: PostgresOutcome?
        repeat {
            do throws(SQLError) {
                outcome = try connected().outcome(of: transaction)
                if outcome != .inProgress { return outcome }
            } catch {
                guard error.isTransient else { return nil }
                drop()
            }
            pause.sleep(until: deadline)
        } while ContinuousClock.now < deadline
        return outcome
    }

    // MARK: The connection

    private func connected() throws(SQLError) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        drop()
        counters.connects.add(1, ordering: .relaxed)
        do throws(SQLError) {
            let connection = try PostgresConnection.connect(options)
            self.connection = connection
            canceller = connection.canceller(through: cancelRequests)
            counters.open.add(1, ordering: .relaxed)
            return connection
        } catch {
            counters.failedConnects.add(1, ordering: .relaxed)
            throw error
        }
    }

    private func drop() {
        guard connection != nil else { return }
        connection = nil
        canceller = nil
        counters.open.subtract(1, ordering: .relaxed)
    }
}

/// Ever longer waits, up to half a second, each a little different from what others wait.
private struct Pause {
    private var longest = 2.0

    mutating func sleep(until deadline: ContinuousClock.Instant) {
        let remaining = (deadline - .now) / .milliseconds(1)
        let milliseconds = min(max(remaining, 0), Double.random(in: longest / 2...longest))
        usleep(UInt32(milliseconds * 1000))
        longest = min(longest * 2, 500)
    }
}
