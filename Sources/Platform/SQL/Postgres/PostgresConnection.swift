import CPostgres
import FoundationEssentials

/// One connection to a server, in pipeline mode, confined to its thread.
///
/// Statements are sent without waiting, and their results read in order once one is asked for. Every wait ends at a
/// synchronisation point, so the server knows when it waits for us (`idle_in_transaction_session_timeout`), and an
/// error skips no more than what was sent with it.
final class PostgresConnection: DriverConnection {
    let wire: PostgresWire
    let options: PostgresOptions
    /// The server's history that this connection belongs to.
    let history: String
    /// The server's process; libpq forgets it with the connection.
    let processID: Int
    /// The values of the statement that is being bound.
    var parameters = PostgresParameters()
    /// What stops the read that runs; asked before each statement.
    var reasonToStop: () -> SQLError? = { nil }
    /// How long one statement may take at present.
    var timeLimit: Duration
    /// What the server said of the transaction that is open.
    var opening: PostgresOpening?
    private var prepared: [StatementKey: PreparedStatement] = [:]
    /// What was sent and not yet answered, in its order.
    private var awaited: [Awaited] = []
    /// Since when something has been awaited.
    private var awaitedSince = ContinuousClock.now
    /// Whether it must not be used again although the server is there.
    private var isCondemned = false

    enum Awaited {
        case preparation(StaticString)
        case opening
        case statement(PreparedStatement)
        case synchronisation
    }

    /// Takes over `handle`, which is connected.
    init(_ handle: OpaquePointer, options: PostgresOptions) throws(SQLError) {
        wire = try PostgresWire(handle, patience: options.statementTimeout + options.silenceTimeout)
        self.options = options
        timeLimit = options.statementTimeout
        processID = Int(PQbackendPID(handle))
        let settled = try wire.run(options.sessionSettings)
        guard settled.status == PGRES_TUPLES_OK, let history = settled.text(row: 0, column: 0) else {
            throw SQLError(settled, statement: nil, quotesValues: false)
        }
        self.history = history
        try wire.check(PQenterPipelineMode(handle) == 1)
    }

    /// Whether nothing but a new connection helps.
    var isLost: Bool { wire.isLost || isCondemned }

    func condemn() { isCondemned = true }

    func statement(for sql: StaticString) throws(SQLError) -> any DriverStatement {
        if let reason = reasonToStop() { throw reason }
        options.onStatement(sql)
        return PostgresStatement(try prepare(sql), on: self)
    }

    func run(script: String) throws(SQLError) {
        guard !script.utf8.contains(0) else { throw .other(code: "42601", message: "the script contains a NUL") }
        try awaitPending()
        try wire.check(PQexitPipelineMode(wire.handle) == 1)
        awaitedSince = .now
        let result = try wire.run(script)
        if PQstatus(wire.handle) == CONNECTION_BAD { throw wire.lost() }
        try wire.check(PQenterPipelineMode(wire.handle) == 1)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        default: throw failure(result, nil)
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

    /// A conflict is to be settled by running the whole transaction again, whoever catches it.
    func isTransactionLost(after error: SQLError) -> Bool { isLost || error == .conflict }

    // MARK: Sending

    /// Sends a statement whose result nobody asks for.
    func runLater(_ statement: PreparedStatement) throws(SQLError) {
        try send(statement, awaiting: .statement(statement))
        // The server's answers wait in the socket's buffer meanwhile, which is bounded.
        if !options.isPipelined || awaited.count >= 256 { try awaitPending() }
    }

    /// Sends a statement and returns its result, after those of all before it.
    func run(_ statement: PreparedStatement) throws(SQLError) -> PostgresResult {
        try send(statement, awaiting: .statement(statement))
        guard let result = try readAwaited() else { throw wire.lost() }
        return result
    }

    func awaitPending() throws(SQLError) {
        if !awaited.isEmpty { try readAwaited() }
    }

    func send(_ statement: PreparedStatement, awaiting: Awaited) throws(SQLError) {
        let sent = parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(wire.handle, statement.name, count, values, lengths, formats, 1)
        }
        try wire.check(sent == 1)
        expect(awaiting)
    }

    private func expect(_ one: Awaited) {
        if awaited.isEmpty { awaitedSince = .now }
        awaited.append(one)
    }

    /// Prepares a statement once, and asks which types its parameters have.
    func prepare(_ sql: StaticString) throws(SQLError) -> PreparedStatement {
        let key = StatementKey(sql)
        if let kept = prepared[key] { return kept }
        options.onPrepare(sql)
        try awaitPending()
        let name = "s\(prepared.count)"
        try wire.check(PQsendPrepare(wire.handle, name, sql.description, 0, nil) == 1)
        try wire.check(PQsendDescribePrepared(wire.handle, name) == 1)
        expect(.preparation(sql))
        expect(.preparation(sql))
        guard let description = try readAwaited() else { throw wire.lost() }
        // SQLite's driver says the same of a text without a statement.
        guard !sql.isBlank else { throw .other(code: "42601", message: "the statement is empty") }
        let statement = PreparedStatement(text: sql, name: name, parameterTypes: description.parameterTypes)
        prepared[key] = statement
        return statement
    }

    // MARK: Reading

    /// Reads the results of all that was sent, and returns the last.
    /// - Throws: The first error among them, after all were read.
    @discardableResult
    private func readAwaited() throws(SQLError) -> PostgresResult? {
        try wire.check(PQpipelineSync(wire.handle) == 1)
        try wire.flush()
        expect(.synchronisation)
        var last: PostgresResult?
        var failure: SQLError?
        for each in awaited {
            guard let result = try wire.nextResult() else { throw wire.lost() }
            switch result.status {
            case PGRES_PIPELINE_SYNC: continue  // nothing ends it
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                if case .opening = each { opening = PostgresOpening(result) }
                last = result
            case PGRES_PIPELINE_ABORTED: break
            default:
                failure = failure ?? self.failure(result, each)
                if isLost { throw failure ?? wire.lost() }
            }
            guard try wire.nextResult() == nil else { throw wire.lost() }
        }
        awaited.removeAll(keepingCapacity: true)
        if let failure { throw failure }
        return last
    }

    /// What a result says that went wrong.
    private func failure(_ result: PostgresResult, _ awaited: Awaited?) -> SQLError {
        var text: StaticString?
        var quotesValues = false
        switch awaited {
        case .preparation(let sql): text = sql
        case .statement(let statement):
            text = statement.text
            quotesValues = !statement.parameterTypes.isEmpty
        case .opening, .synchronisation, nil: break
        }
        if result.isOfStalePlan {
            condemn()
            return .unavailable(reason: "the schema has changed under a prepared statement")
        }
        let error = SQLError(result, statement: text, quotesValues: quotesValues)
        if case .unavailable = error { _ = wire.lost() }
        if PQstatus(wire.handle) == CONNECTION_BAD { return wire.lost() }
        // The server's time limit and a request of ours end a statement with the same code.
        let isTooLate = error == .interrupted && reasonToStop() != .interrupted && .now - awaitedSince >= timeLimit
        return isTooLate ? .timeLimitExceeded(timeLimit) : error
    }
}

extension StaticString {
    fileprivate var isBlank: Bool { withUTF8Buffer { $0.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x3B } } }
}
