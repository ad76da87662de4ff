import FoundationEssentials

/// A driver's side of a `Transaction`. Confined to the connection's thread.
protocol DriverConnection: AnyObject {
    /// The statement for `sql`, prepared once and kept; never one that is still delivering rows.
    func statement(for sql: StaticString) throws(SQLError) -> any DriverStatement
    /// Waits for every statement that `DriverStatement.runLater` has sent.
    /// - Throws: The error of the first that failed.
    func awaitPending() throws(SQLError)
    /// Runs several statements, none of which has parameters.
    func run(script: String) throws(SQLError)
    /// The database's clock, in whole microseconds.
    func now() throws(SQLError) -> Date
    /// Whether an earlier error has cost the whole transaction, so that no savepoint can save it.
    func isTransactionLost(after error: SQLError) -> Bool
}

/// A prepared statement: bind each parameter, step until it answers `false` or enough was read, finish. Where nobody asks
/// for the result, `runLater` takes the place of the steps.
///
/// Columns count from 0. A column's getter returns `nil` for NULL and throws `invalidColumn` for another type.
protocol DriverStatement: AnyObject {
    var parameterCount: Int { get }
    /// Binds `$number`.
    func bind(_ value: SQLValue, to number: Int) throws(SQLError)
    /// Whether there is a row to read.
    func step() throws(SQLError) -> Bool
    /// Runs the statement, not necessarily now, but before any later one. Its error may be a later one's.
    func runLater() throws(SQLError)
    /// Lets go of row and parameters, so that the statement can be used again.
    func finish()
    /// Rows inserted, updated or deleted by the steps since the last `finish`. To be asked before `finish`.
    var affectedRows: Int { get }

    func isNull(_ column: Int) throws(SQLError) -> Bool
    func text(_ column: Int) throws(SQLError) -> String?
    func integer(_ column: Int) throws(SQLError) -> Int64?
    func double(_ column: Int) throws(SQLError) -> Double?
    func bool(_ column: Int) throws(SQLError) -> Bool?
    func uuid(_ column: Int) throws(SQLError) -> UUID?
    func time(_ column: Int) throws(SQLError) -> Date?
    func json(_ column: Int) throws(SQLError) -> String?
    func blob(_ column: Int) throws(SQLError) -> [UInt8]?
}
