/// What a database refuses or fails to do. Never holds a bound value, so it may be logged.
package enum SQLError: Error, Equatable, Sendable {
    // The statement broke a rule of the schema. Nothing of its transaction is kept.

    /// A row with this key is there. SQLite names the columns (`tickets.reference`), PostgreSQL the constraint.
    case unique(constraint: String)
    case foreignKey
    case check(constraint: String)
    case notNull(column: String)

    // Trying again may help.

    /// Another process held the database for longer than we wait.
    case busy
    /// Two transactions could not both have their way (a serialisation failure or a deadlock).
    case conflict
    /// Too many transactions are waiting. Nothing was run.
    case overloaded
    /// The database cannot be reached. Nothing was written.
    case unavailable(reason: String)

    // Somebody has to act.

    case full
    /// The transaction or the whole database may only be read.
    case readOnly
    case corrupt(reason: String)
    case io(reason: String)
    case outOfMemory
    /// The commit was sent and its answer lost: it may have happened.
    case outcomeUnknown(reason: String)
    case cannotOpen(path: String, reason: String)
    /// The server is there and doesn't let us in: a wrong password, a database that is missing. `code` is its SQLSTATE.
    case refused(code: String, reason: String)
    /// The server can't be used as it is: too old, or a standby.
    case unsuitable(reason: String)

    // The caller changed its mind, or took too long.

    /// The task was cancelled; `Database.read` turns this into a `CancellationError`.
    case interrupted
    case timeLimitExceeded(Duration)
    case closed

    // Our own mistakes.

    /// A value that no column can hold, such as text with a NUL; `parameter` counts from 1.
    case invalidParameter(Int, reason: String)
    case parameterCount(expected: Int, given: Int)
    /// A column, counted from 0, doesn't hold what was asked for.
    case invalidColumn(Int, reason: String)
    /// Anything else: a syntax error, a missing table. `code` is SQLite's number or PostgreSQL's SQLSTATE.
    case other(code: String, message: String)
}

extension SQLError {
    /// Whether the same transaction may succeed if it is run again, and running it again is safe.
    package var isTransient: Bool {
        switch self {
        case .busy, .conflict, .overloaded, .unavailable: true
        default: false
        }
    }
}

extension SQLError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unique(let constraint): "a row with this key exists already (\(constraint))"
        case .foreignKey: "a row refers to one that is not there"
        case .check(let constraint): "a row breaks the rule \(constraint)"
        case .notNull(let column): "\(column) must have a value"
        case .busy: "the database is in use by another process for longer than we wait"
        case .conflict: "the transaction conflicts with another"
        case .overloaded: "too many transactions are waiting for the database"
        case .unavailable(let reason): "the database cannot be reached: \(reason)"
        case .full: "the disk or the database is full"
        case .readOnly: "an attempt to write where only reading is allowed"
        case .corrupt(let reason): "the database is damaged: \(reason)"
        case .io(let reason): "the database cannot be read or written: \(reason)"
        case .outOfMemory: "the database ran out of memory"
        case .outcomeUnknown(let reason): "it is not known whether the transaction was committed: \(reason)"
        case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
        case .refused(_, let reason): "the database server refuses the connection: \(reason)"
        case .unsuitable(let reason): "the database server can't be used: \(reason)"
        case .interrupted: "the read was interrupted"
        case .timeLimitExceeded(let limit): "it took longer than its limit of \(limit)"
        case .closed: "the database is closed"
        case .invalidParameter(let number, let reason): "parameter $\(number): \(reason)"
        case .parameterCount(let expected, let given): "the statement has \(expected) parameters, \(given) were given"
        case .invalidColumn(let column, let reason): "column \(column): \(reason)"
        case .other(let code, let message): "SQL error \(code): \(message)"
        }
    }
}

/// A statement's text on one line, for an error.
func shortened(_ statement: String) -> String {
    let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 200 ? words.prefix(200) + "…" : words
}
