import Synchronization

/// Runs transactions one after the other on one connection, which is made anew when it was lost. Confined to a thread.
///
/// A transaction is taken only once there is a connection to run it on; until then another session may take it.
final class PostgresSession {
    private let options: PostgresOptions
    private let shared: PostgresSharedState
    /// Told after a commit, before the caller is.
    private let onCommit: (Set<NotificationChannel>) -> Void
    private var connection: PostgresConnection?
    private var canceller: PostgresCanceller?
    /// A write whose session the server may still have.
    private var abandoned: PostgresWriteIdentity?

    init(
        options: PostgresOptions, shared: PostgresSharedState,
        onCommit: @escaping (Set<NotificationChannel>) -> Void
    ) {
        self.options = options
        self.shared = shared
        self.onCommit = onCommit
    }

    deinit { drop() }

    /// Runs what arrives until the mailbox is closed and empty.
    func run(_ mailbox: Mailbox<PostgresRequest>) {
        var requests: [PostgresRequest] = []
        var pause = Pause()
        while mailbox.waitForMessage() {
            do throws(SQLError) { _ = try connected() } catch {
                mailbox.passOn()
                pause.sleep(until: .now + options.patience)
                continue
            }
            pause = Pause()
            mailbox.take(upTo: 1, into: &requests)
            for request in requests { run(request) }
            requests.removeAll(keepingCapacity: true)
        }
    }

    /// Makes the connection, so that whatever is wrong with it is known.
    func connect() throws(SQLError) { _ = try connected() }

    private func run(_ request: PostgresRequest) {
        guard request.job.claim() else { return }
        shared.counters.busy.add(1, ordering: .relaxed)
        if ContinuousClock.now < request.deadline {
            carryOut(request)
        } else {
            // Whoever waited so long is told, and those behind get their chance.
            request.job.fail(with: shared.reasonToWait)
            shared.counters.failures.add(1, ordering: .relaxed)
        }
        shared.counters.busy.subtract(1, ordering: .relaxed)
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
        var deadline = request.deadline
        for attempt in 1... {
            switch attemptOnce(request) {
            case .done:
                shared.counters.transactions.add(1, ordering: .relaxed)
                return
            case .failed(let error):
                shared.counters.failures.add(1, ordering: .relaxed)
                let wasStopped = request.kind == .read && request.job.isCancelled
                return request.job.fail(with: wasStopped ? CancellationError() : error)
            case .again(let error):
                // However long the first try took, there is time for another.
                if attempt == 1 { deadline = max(deadline, .now + options.patience) }
                guard attempt < options.maxTries || error != .conflict, ContinuousClock.now < deadline,
                    !request.job.isCancelled
                else {
                    shared.counters.failures.add(1, ordering: .relaxed)
                    return request.job.fail(with: request.job.isCancelled ? CancellationError() : error)
                }
                shared.counters.retries.add(1, ordering: .relaxed)
                pause.sleep(until: deadline)
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
            return failure.flatMap(reasonToRepeat).map { .again($0) } ?? .failed(error)
        }
        return commit(transaction, on: connection, request)
    }

    /// Begins the transaction and runs its body. A read can be stopped half-way, a write is finished.
    private func runBody(
        of request: PostgresRequest, in transaction: Transaction, on connection: PostgresConnection
    ) throws {
        let canceller = canceller
        if request.kind == .read {
            let watch = PostgresReadWatch(request.job, limit: options.readTimeLimit)
            connection.reasonToStop = { watch.reasonToStop }
            canceller?.begin(request.job)
        }
        defer {
            connection.reasonToStop = { nil }
            if request.kind == .read, canceller?.end(request.job) == false { connection.condemn() }
        }
        try connection.begin(request.kind)
        try request.job.run(in: transaction)
        // A write's number has to be known before its commit is sent: it is what its outcome is asked by.
        if request.kind == .read || connection.transactionNumber == nil { try transaction.awaitPending() }
        if let failure = transaction.failure { throw failure }
    }

    /// Whether nothing was kept and the same may succeed in another try.
    private func reasonToRepeat(_ error: SQLError) -> SQLError? {
        switch error {
        case .conflict, .unavailable: error
        default: nil
        }
    }

    private func undo(_ connection: PostgresConnection) {
        if !connection.isLost {
            do throws(SQLError) { return try connection.rollBack() } catch { connection.condemn() }
        }
        abandoned = connection.writeIdentity
        drop()
    }

    private func commit(
        _ transaction: Transaction, on connection: PostgresConnection, _ request: PostgresRequest
    ) -> Attempt {
        do throws(SQLError) {
            try connection.commit()
        } catch {
            guard connection.isLost else {
                undo(connection)
                return reasonToRepeat(error).map { .again($0) } ?? .failed(error)
            }
            let write = connection.writeIdentity
            drop()
            // A read has nothing to lose.
            guard request.kind == .write else { return .again(error) }
            switch outcome(of: write, until: .now + options.patience) {
            case .committed: break
            case .aborted: return .again(error)
            case .inProgress, .unknown:
                return .failed(SQLError.outcomeUnknown(reason: "the connection was lost during the commit"))
            }
        }
        onCommit(transaction.notified)
        return .done
    }

    /// Asks the server, once it is there again, what became of a write. It may need a while to come back from
    /// whatever has cut us off.
    private func outcome(
        of write: PostgresWriteIdentity?, until deadline: ContinuousClock.Instant
    ) -> PostgresOutcome {
        guard let write else { return .unknown }
        var pause = Pause()
        repeat {
            do throws(SQLError) {
                let connection = try connected()
                let outcome = try connection.outcome(of: write)
                if outcome != .inProgress { return outcome }
                try connection.endSession(of: write, isCommitting: true)
            } catch {
                if connection?.isLost == true { drop() }
            }
            pause.sleep(until: deadline)
        } while ContinuousClock.now < deadline
        return .unknown
    }

    // MARK: The connection

    private func connected() throws(SQLError) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        drop()
        shared.counters.connects.add(1, ordering: .relaxed)
        do throws(SQLError) {
            let new = try PostgresConnection.connect(options)
            if let abandoned { try? new.endSession(of: abandoned, isCommitting: false) }
            abandoned = nil
            connection = new
            canceller = PostgresCanceller(new.wire.handle)
            shared.connected()
            return new
        } catch {
            shared.failedToConnect(error)
            throw error
        }
    }

    private func drop() {
        guard connection != nil else { return }
        connection = nil
        canceller = nil
        shared.counters.open.subtract(1, ordering: .relaxed)
    }
}
