import CPostgres
import FoundationEssentials
import Glibc

/// One connection to a server, in pipeline mode, confined to its thread.
///
/// Statements are sent without waiting, and their results read in order once one is asked for. Every wait ends at a
/// synchronisation point, so the server knows when it waits for us (`idle_in_transaction_session_timeout`), and an
/// error skips no more than what was sent with it.
final class PostgresConnection: DriverConnection {
    private let handle: OpaquePointer
    let options: PostgresOptions
    /// The values of the statement that is being bound.
    var parameters = PostgresParameters()
    /// What stops the read that runs; asked before each statement.
    var reasonToStop: () -> SQLError? = { nil }
    /// What the server said of the transaction that is open.
    private var opening: PostgresOpening?
    private var prepared: [StatementKey: PreparedStatement] = [:]
    /// What was sent and not yet answered, in its order.
    private var awaited: [Awaited] = []
    /// Whether nothing but a new connection helps.
    private(set) var isLost = false

    private enum Awaited {
        case preparation
        case opening
        case statement(StaticString)
        case synchronisation
    }

    /// Takes over `handle`, which is connected.
    init(_ handle: OpaquePointer, options: PostgresOptions) throws(SQLError) {
        self.handle = handle
        self.options = options
        pq_ignore_notices(handle)
        try run(script: sessionSettings)
        try check(PQenterPipelineMode(handle))
    }

    deinit { PQfinish(handle) }

    /// Statements are kept, so their plan is made once, not again for each use.
    private var sessionSettings: String {
        """
        SET statement_timeout = \(options.statementTimeout.milliseconds);
        SET lock_timeout = \(options.lockTimeout.milliseconds);
        SET idle_in_transaction_session_timeout = \(options.idleTransactionTimeout.milliseconds);
        SET plan_cache_mode = force_generic_plan;
        SET client_min_messages = error;
        """
    }

    /// Reaches the statement that this connection runs, from other threads.
    func canceller(through requests: Mailbox<CancelRequest>) -> PostgresCanceller {
        PostgresCanceller(handle, requests: requests)
    }

    func statement(for sql: StaticString) throws(SQLError) -> any DriverStatement {
        if let reason = reasonToStop() { throw reason }
        options.onStatement(sql)
        return PostgresStatement(try prepare(sql), on: self)
    }

    func run(script: String) throws(SQLError) {
        let isPipelined = PQpipelineStatus(handle) != PQ_PIPELINE_OFF
        if isPipelined {
            try awaitPending()
            try check(PQexitPipelineMode(handle))
        }
        guard let executed = PQexec(handle, script) else { throw lost() }
        let result = PostgresResult(executed)
        if isPipelined { try check(PQenterPipelineMode(handle)) }
        guard result.status == PGRES_COMMAND_OK || result.status == PGRES_TUPLES_OK else {
            throw failure(result, nil, after: .zero)
        }
    }

    func now() throws(SQLError) -> Date {
        let now: Date?
        if let clock = options.clock {
            now = clock()
        } else {
            try awaitPending()
            now = opening?.now
        }
        guard let now, let time = UTCTimestamp(now) else {
            throw .other(code: "clock", message: "the clock is out of range")
        }
        return time.date
    }

    func isTransactionLost(after error: SQLError) -> Bool { isLost }

    // MARK: Sending

    /// Sends a statement whose result nobody asks for.
    func runLater(_ statement: PreparedStatement) throws(SQLError) {
        try send(statement, awaiting: .statement(statement.text))
        // The server's answers wait in the socket's buffer meanwhile, which is bounded.
        if !options.isPipelined || awaited.count >= 256 { try awaitPending() }
    }

    /// Sends a statement and returns its result, after those of all before it.
    func run(_ statement: PreparedStatement) throws(SQLError) -> PostgresResult {
        try send(statement, awaiting: .statement(statement.text))
        guard let result = try readAwaited() else { throw lost() }
        return result
    }

    func awaitPending() throws(SQLError) {
        if !awaited.isEmpty { try readAwaited() }
    }

    private func send(_ statement: PreparedStatement, awaiting: Awaited) throws(SQLError) {
        let sent = parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        try check(sent)
        awaited.append(awaiting)
    }

    /// Prepares a statement once, and asks which types its parameters have.
    private func prepare(_ sql: StaticString) throws(SQLError) -> PreparedStatement {
        let key = StatementKey(sql)
        if let kept = prepared[key] { return kept }
        options.onPrepare(sql)
        try awaitPending()
        let name = "s\(prepared.count)"
        try check(PQsendPrepare(handle, name, sql.description, 0, nil))
        try check(PQsendDescribePrepared(handle, name))
        awaited += [.preparation, .preparation]
        guard let description = try readAwaited() else { throw lost() }
        let statement = PreparedStatement(text: sql, name: name, parameterTypes: description.parameterTypes)
        prepared[key] = statement
        return statement
    }

    // MARK: Reading

    /// Reads the results of all that was sent, and returns the last.
    /// - Throws: The first error among them, after all were read.
    @discardableResult
    private func readAwaited() throws(SQLError) -> PostgresResult? {
        try check(PQpipelineSync(handle))
        awaited.append(.synchronisation)
        let begin = ContinuousClock.now
        var last: PostgresResult?
        var failure: SQLError?
        for each in awaited {
            guard let result = try nextResult() else { throw lost() }
            switch result.status {
            case PGRES_PIPELINE_SYNC: continue  // nothing ends it
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                if case .opening = each { opening = PostgresOpening(result) }
                last = result
            case PGRES_PIPELINE_ABORTED: break
            default: failure = failure ?? self.failure(result, each, after: .now - begin)
            }
            guard try nextResult() == nil else { throw lost() }
        }
        awaited.removeAll(keepingCapacity: true)
        if let failure { throw failure }
        return last
    }

    /// The next result; `nil` between two of them. The server is given a little more time than a statement may take.
    private func nextResult() throws(SQLError) -> PostgresResult? {
        let deadline = ContinuousClock.now + options.statementTimeout + .seconds(5)
        while PQisBusy(handle) != 0 {
            guard waitForInput(on: PQsocket(handle), until: deadline), PQconsumeInput(handle) == 1 else {
                throw lost()
            }
        }
        return PQgetResult(handle).map { PostgresResult($0) }
    }

    // MARK: Errors

    private func check(_ success: Int32) throws(SQLError) {
        guard success == 1 else { throw lost() }
    }

    private func failure(_ result: PostgresResult, _ awaited: Awaited?, after time: Duration) -> SQLError {
        var text: StaticString?
        if case .statement(let sql) = awaited { text = sql }
        let error = SQLError(result, statement: text)
        if case .unavailable = error { isLost = true }
        if PQstatus(handle) == CONNECTION_BAD { return lost() }
        // The server's time limit and a request of ours end a statement with the same code.
        let isTooLate = error == .interrupted && time >= options.statementTimeout
        return isTooLate ? .timeLimitExceeded(options.statementTimeout) : error
    }

    private func lost() -> SQLError {
        isLost = true
        return .unavailable(reason: "the connection to the server was lost")
    }
}

// A transaction from its beginning to its end.
extension PostgresConnection {
    /// Begins a transaction, together with whatever is sent next.
    func begin(_ kind: PostgresTransactionKind) throws(SQLError) {
        opening = nil
        let begin = try prepare(kind.begin)
        let first = try prepare(options.scope == nil ? kind.opening : kind.openingWithScope)
        parameters.reset(count: 0)
        try send(begin, awaiting: .statement(begin.text))
        parameters.reset(count: first.parameterTypes.count)
        if let scope = options.scope {
            try parameters.set(.text(scope.setting), as: PostgresType.text, number: 1)
            try parameters.set(.text(scope.value), as: PostgresType.text, number: 2)
        }
        try send(first, awaiting: .opening)
    }

    /// What the server said of the transaction, once it has answered anything.
    var transaction: PostgresOpening? { opening }

    /// Commits, together with whatever was sent before. When the connection is lost meanwhile, it may have happened.
    func commit() throws(SQLError) {
        options.onStatement("COMMIT")
        let commit = try prepare("COMMIT")
        parameters.reset(count: 0)
        guard try run(commit).command == "COMMIT" else { throw .conflict }
    }

    /// Undoes what was not committed. An error means that the connection is of no use any more.
    func rollBack() throws(SQLError) {
        do throws(SQLError) { try awaitPending() } catch { if isLost { throw error } }
        let rollback = try prepare("ROLLBACK")
        parameters.reset(count: 0)
        _ = try run(rollback)
    }

    /// How an earlier transaction, of whichever connection, ended; `nil` where the server can't tell any more.
    ///
    /// A server that crashed gives the numbers of transactions whose log it had not flushed to others, so from then on
    /// `committed` may be said of another one. `aborted` can't: what was committed was flushed, and its number is taken.
    /// A crash discards the server's statistics, which is how it is known.
    func outcome(of transaction: PostgresOpening) throws(SQLError) -> PostgresOutcome? {
        guard let number = transaction.transactionNumber, let begin = transaction.now else { return nil }
        let status = try prepare(
            """
            SELECT pg_xact_status($1::text::xid8), (SELECT stats_reset < $2::timestamptz FROM pg_stat_bgwriter)::text
            """)
        parameters.reset(count: 2)
        try parameters.set(.text(number), as: PostgresType.text, number: 1)
        try parameters.set(.time(begin), as: PostgresType.timestamptz, number: 2)
        let result = try run(status)
        let outcome = result.text(row: 0, column: 0).flatMap(PostgresOutcome.init)
        let hasRunSince = result.text(row: 0, column: 1) == "true"
        return outcome == .committed && !hasRunSince ? nil : outcome
    }
}

/// How a transaction ended, in the server's words.
enum PostgresOutcome: String {
    case committed
    case aborted
    case inProgress = "in progress"
}

/// Waits until a socket has something to read; `false` when it took too long or failed.
private func waitForInput(on socket: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while true {
        let remaining = deadline - .now
        guard remaining > .zero else { return false }
        let ready = poll(&descriptor, 1, Int32(clamping: remaining.milliseconds + 1))
        if ready > 0 { return true }
        if ready < 0, errno != EINTR { return false }
    }
}
