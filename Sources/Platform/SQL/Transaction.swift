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

    /// Runs one statement whose result nobody asks for.
    ///
    /// PostgreSQL is not waited for: the statement travels with the next one that has a result, or with the commit,
    /// and an error of it is thrown there.
    package func execute<each P: SQLBindable>(_ sql: StaticString, _ parameters: repeat each P) throws {
        let statement = try prepare(sql)
        defer { statement.finish() }
        try bind(repeat each parameters, to: statement)
        if let failure { throw failure }
        do { try statement.runLater() } catch { throw failed(error) }
    }

    /// Runs one statement and returns the number of rows it inserted, updated or deleted.
    package func affectedRows<each P: SQLBindable>(_ sql: StaticString, _ parameters: repeat each P) throws -> Int {
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
        if let failure { throw failure }
        do { try connection.run(script: sql) } catch { throw failed(error) }
    }

    /// Runs `body`; when it throws, undoes what it did and leaves the transaction usable.
    @discardableResult
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        try awaitPending()
        try execute("SAVEPOINT part")
        let notifiedBefore = notified
        do {
            let value = try body()
            try awaitPending()
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
        if let failure { throw failure }
        do {
            let now = try connection.now()
            startedAt = now
            return now
        } catch {
            throw failed(error)
        }
    }
}

extension Transaction {
    /// Waits for statements that were sent along, so that an error of theirs is thrown here.
    func awaitPending() throws {
        if let failure { throw failure }
        do { try connection.awaitPending() } catch { throw failed(error) }
    }
}

// The steps of a statement. An error of any of them fails the transaction.
extension Transaction {
    func prepare(_ sql: StaticString) throws -> any DriverStatement {
        if let failure { throw failure }
        do { return try connection.statement(for: sql) } catch { throw failed(error) }
    }

    func bind<each P: SQLBindable>(_ parameters: repeat each P, to statement: any DriverStatement) throws {
        let expected = statement.parameterCount
        var given = 0
        for _ in repeat each parameters { given += 1 }
        guard given == expected else { throw failed(.parameterCount(expected: expected, given: given)) }
        var number = 0
        for parameter in repeat each parameters {
            number += 1
            do { try statement.bind(parameter.sqlValue, to: number) } catch { throw failed(error) }
        }
    }

    func step(_ statement: any DriverStatement) throws -> Bool {
        if let failure { throw failure }
        do { return try statement.step() } catch { throw failed(error) }
    }

    private func failed(_ error: SQLError) -> SQLError {
        failure = error
        return error
    }
}
