import CSQLite
import FoundationEssentials

/// One connection to a SQLite file, confined to the thread that opened it.
final class SQLiteConnection: DriverConnection {
    let handle: OpaquePointer
    /// Stops a read that may not go on.
    let readWatch = ReadWatch()
    private let busyHandler: BusyHandler
    private let clock: @Sendable () -> Date
    private let onPrepare: @Sendable (StaticString) -> Void
    private var statements: [StatementKey: SQLiteStatement] = [:]

    /// Takes over `handle`, which was just opened.
    init(_ handle: OpaquePointer, busyHandler: BusyHandler, options: SQLiteOptions) {
        self.handle = handle
        self.busyHandler = busyHandler
        clock = options.clock
        onPrepare = options.onPrepare
        busyHandler.install(on: handle)
        readWatch.install(on: handle)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    func statement(for sql: StaticString) throws(SQLError) -> any DriverStatement {
        if let reason = readWatch.reasonToStop { throw reason }
        return try prepared(sql)
    }

    private func prepared(_ sql: StaticString) throws(SQLError) -> SQLiteStatement {
        let key = StatementKey(sql)
        if let kept = statements[key], kept.begin() { return kept }
        onPrepare(sql)
        let statement = try SQLiteStatement(sql, on: self)
        _ = statement.begin()
        if statements[key] == nil { statements[key] = statement }
        return statement
    }

    /// Runs a statement of the driver's own, such as `COMMIT`.
    func control(_ sql: StaticString) throws(SQLError) {
        let statement = try prepared(sql)
        defer { statement.finish() }
        while try statement.step() {}
    }

    /// Nothing is ever sent along here.
    func awaitPending() throws(SQLError) {}

    func run(script: String) throws(SQLError) {
        guard !script.utf8.contains(0) else { throw .other(code: "1", message: "the script contains a NUL") }
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, during: nil) }
    }

    func now() throws(SQLError) -> Date {
        guard let now = UTCTimestamp(clock()) else { throw .other(code: "clock", message: "the clock is out of range") }
        return now.date
    }

    func pageBytes() throws(SQLError) -> Int {
        let statement = try prepared("PRAGMA page_size")
        defer { statement.finish() }
        guard try statement.step(), let bytes = try statement.integer(0) else { return 4096 }
        return Int(bytes)
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// After these SQLite's manual advises a rollback, if it hasn't happened by itself (lang_transaction, 3.1).
    func isTransactionLost(after error: SQLError) -> Bool {
        switch error {
        case .full, .io, .outOfMemory, .corrupt: true
        default: !isInTransaction
        }
    }

    /// - Throws: `SQLError.foreignKey` when a deferred key refers to nothing: at the commit it would fail the group.
    func checkDeferredForeignKeys() throws(SQLError) {
        var violations: Int32 = 0
        var unused: Int32 = 0
        sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &violations, &unused, 0)
        if violations != 0 { throw .foreignKey }
    }

    /// What `code` means. SQLite's own message may quote a value of a statement that ran, so it is kept only while a
    /// statement is prepared, and for constraints, where it names columns.
    func error(_ code: Int32, during statement: String?) -> SQLError {
        if code & 0xFF == SQLITE_INTERRUPT { return readWatch.reasonToStop ?? .interrupted }
        return SQLError(
            sqlite: code, message: String(cString: sqlite3_errmsg(handle)),
            systemError: sqlite3_system_errno(handle), statement: statement)
    }
}
