package import FoundationEssentials

/// An open transaction: runs SQL on its connection's thread, and lives no longer than the function it is handed to.
///
/// SQL is a `StaticString`, so no value can become part of it. Parameters are `$1 … $n`, in any order and number of
/// uses. Once a statement has failed, the transaction has: whatever the caller catches, every later statement throws
/// the same error and nothing is kept (as PostgreSQL does). To try something that may fail, use `savepoint`.
package final class Transaction {
    package let dialect: Dialect
    /// Channels to be woken once this is committed.
    private(set) var notified: Set<NotificationChannel> = []
    /// The first error of a statement, while nothing has undone it.
    private(set) var failure: SQLError?
    let connection: any DriverConnection
    private var startedAt: Date?

    init(on connection: any DriverConnection, dialect: Dialect) {
        self.connection = connection
        self.dialect = dialect
    }

    /// Runs one statement and returns the number of rows it inserted, updated or deleted.
    @discardableResult
    package func execute<each P: SQLBindable>(_ sql: StaticString, _ parameters: repeat each P) throws -> Int {
        let statement = try prepare(sql)
        defer { statement.finish() }
        try bind(repeat each parameters, to: statement)
        while try step(statement) {}
        return statement.affectedRows
    }

    /// Runs one statement and decodes its rows in their order.
    package func rows<T, each P: SQLBindable>(
        _ sql: StaticString, _ parameters: repeat each P, decode: (borrowing Row) throws -> T
    ) throws -> [T] {
        let statement = try prepare(sql)
        defer { statement.finish() }
        try bind(repeat each parameters, to: statement)
        var values: [T] = []
        while try step(statement) { values.append(try decode(Row(statement))) }
        return values
    }

    /// Runs one statement and decodes its first row; `nil` when there is none.
    package func row<T, each P: SQLBindable>(
        _ sql: StaticString, _ parameters: repeat each P, decode: (borrowing Row) throws -> T
    ) throws -> T? {
        let statement = try prepare(sql)
        defer { statement.finish() }
        try bind(repeat each parameters, to: statement)
        return try step(statement) ? try decode(Row(statement)) : nil
    }

    /// Runs several statements without parameters. For migrations; the text must come from the program itself.
    package func script(_ sql: String) throws {
        try failing { () throws(SQLError) in try connection.run(script: sql) }
    }

    /// Runs `body`; when it throws, undoes what it did and leaves the transaction usable.
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        try execute("SAVEPOINT part")
        let notifiedBefore = notified
        do {
            let value = try body()
            if let failure { throw failure }
            try execute("RELEASE part")
            return value
        } catch {
            if let failure, connection.isTransactionLost(after: failure) { throw failure }
            failure = nil
            notified = notifiedBefore
            try execute("ROLLBACK TO part")
            try execute("RELEASE part")
            throw error
        }
    }

    /// Wakes `channel` once this transaction is committed, and never if it isn't.
    package func notify(_ channel: NotificationChannel) { notified.insert(channel) }

    /// The database's clock: leases and retries of all processes agree on it. The same throughout a transaction, and
    /// in whole microseconds, so it comes back equal when it is stored.
    package func now() throws -> Date {
        if let startedAt { return startedAt }
        let now = try failing { () throws(SQLError) in try connection.now() }
        startedAt = now
        return now
    }
}

// The steps of a statement. An error of any of them fails the transaction.
extension Transaction {
    func prepare(_ sql: StaticString) throws -> any DriverStatement {
        try failing { () throws(SQLError) in try connection.statement(for: sql) }
    }

    func bind<each P: SQLBindable>(_ parameters: repeat each P, to statement: any DriverStatement) throws {
        var number = 0
        for parameter in repeat each parameters {
            number += 1
            try bind(parameter.sqlValue, number, to: statement)
        }
        try check(number, against: statement)
    }

    func bind(_ value: SQLValue, _ number: Int, to statement: any DriverStatement) throws {
        guard number <= statement.parameterCount else { return }
        try failing { () throws(SQLError) in try statement.bind(value, to: number) }
    }

    func check(_ given: Int, against statement: any DriverStatement) throws {
        let expected = statement.parameterCount
        guard given != expected else { return }
        try failing { () throws(SQLError) in throw .parameterCount(expected: expected, given: given) }
    }

    func step(_ statement: any DriverStatement) throws -> Bool {
        try failing { () throws(SQLError) in try statement.step() }
    }

    @inline(__always)
    private func failing<T>(_ body: () throws(SQLError) -> T) throws -> T {
        if let failure { throw failure }
        do {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }
}
