import CPostgres

// A transaction from its beginning to its end.
extension PostgresConnection {
    /// Begins a transaction, together with whatever is sent next.
    func begin(_ kind: PostgresTransactionKind) throws(SQLError) {
        opening = nil
        timeLimit = kind == .read ? min(options.readTimeLimit, options.statementTimeout) : options.statementTimeout
        let begin = try prepare(kind.begin)
        let first = try prepare(options.scope == nil ? kind.opening : kind.openingWithScope)
        let limit = timeLimit < options.statementTimeout ? try prepare(Self.setTimeLimit) : nil
        parameters.reset(count: 0)
        try send(begin, awaiting: .statement(begin))
        parameters.reset(count: first.parameterTypes.count)
        if let scope = options.scope {
            try parameters.set(.text(scope.setting), as: PostgresType.text, number: 1)
            try parameters.set(.text(scope.value), as: PostgresType.text, number: 2)
        }
        try send(first, awaiting: .opening)
        if let limit {
            parameters.reset(count: 1)
            try parameters.set(.text(String(timeLimit.milliseconds)), as: PostgresType.text, number: 1)
            try send(limit, awaiting: .statement(limit))
        }
    }

    private static var setTimeLimit: StaticString { "SELECT set_config('statement_timeout', $1, true)" }

    /// The number by which the server knows the transaction, once it has answered anything.
    var transactionNumber: String? { opening?.transactionNumber }

    /// Commits, together with whatever was sent before.
    func commit() throws(SQLError) {
        options.onStatement("COMMIT")
        let commit = try prepare("COMMIT")
        parameters.reset(count: 0)
        guard try run(commit).command == "COMMIT" else {
            throw .other(code: "25P02", message: "the transaction had failed already")
        }
    }

    /// Undoes what was not committed. An error means that the connection is of no use any more.
    func rollBack() throws(SQLError) {
        do throws(SQLError) { try awaitPending() } catch { if isLost { throw error } }
        if isLost { throw wire.lost() }
        let rollback = try prepare("ROLLBACK")
        parameters.reset(count: 0)
        _ = try run(rollback)
    }

    /// How a write of an earlier connection ended.
    func outcome(of write: PostgresWriteIdentity) throws(SQLError) -> PostgresOutcome {
        let statement = try prepare("SELECT pg_xact_status($1::text::xid8)")
        parameters.reset(count: 1)
        try parameters.set(.text(write.transactionNumber), as: PostgresType.text, number: 1)
        let isSameHistory = write.history == history
        do throws(SQLError) {
            let status = try run(statement).text(row: 0, column: 0)
            return PostgresOutcome(status: status, isSameHistory: isSameHistory)
        } catch {
            // "transaction ID … is in the future": the server has forgotten that it ever gave this number.
            guard case .other(code: "22023", _) = error else { throw error }
            return .aborted
        }
    }

    /// Ends the session that an earlier connection of ours has left behind, since it may hold locks.
    ///
    /// - Parameter isCommitting: Its commit was sent; then it is ended only while it waits for us, so that the commit
    ///   can't have arrived.
    func endSession(of write: PostgresWriteIdentity, isCommitting: Bool) throws(SQLError) {
        let statement = try prepare(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE pid = $1::integer
                AND backend_xid = $2::text::xid8::xid
                AND (state LIKE 'idle in transaction%' OR NOT $3::boolean)
            """)
        parameters.reset(count: 3)
        try parameters.set(.integer(Int64(write.processID)), as: PostgresType.integer, number: 1)
        try parameters.set(.text(write.transactionNumber), as: PostgresType.text, number: 2)
        try parameters.set(.bool(isCommitting), as: PostgresType.bool, number: 3)
        _ = try run(statement)
    }

    /// The write that is open here, once the server has given it a number.
    var writeIdentity: PostgresWriteIdentity? {
        transactionNumber.map {
            PostgresWriteIdentity(transactionNumber: $0, processID: processID, history: history)
        }
    }
}
