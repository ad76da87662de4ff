import CSQLite
import Glibc

extension SQLError {
    /// What an extended result code means (sqlite.org/rescode.html).
    ///
    /// - Parameters:
    ///   - message: `sqlite3_errmsg`.
    ///   - systemError: `sqlite3_system_errno`.
    ///   - statement: The text of the statement that ran; `nil` while none of its values were known to SQLite.
    init(sqlite code: Int32, message: String, systemError: Int32, statement: String?) {
        let reason = "\(String(cString: sqlite3_errstr(code))) (SQLite \(code))"
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: self = SQLError(constraint: code, message: message)
        case SQLITE_BUSY, SQLITE_PROTOCOL: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT: self = .full
        case SQLITE_IOERR: self = .io(reason: reason)
        case SQLITE_NOMEM: self = .outOfMemory
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CORRUPT: self = .corrupt(reason: reason)
        case SQLITE_NOTADB: self = .corrupt(reason: "not a SQLite database")
        default:
            let detail = statement.map { "\(reason) in \(shortened($0))" } ?? message
            self = .other(code: String(code), message: detail)
        }
    }

    private init(constraint: Int32, message: String) {
        // "UNIQUE constraint failed: tickets.workspace, tickets.reference"
        let subject = message.firstRange(of: "failed: ").map { String(message[$0.upperBound...]) } ?? message
        switch constraint {
        case sqlite_constraint_unique, sqlite_constraint_primary_key, sqlite_constraint_rowid:
            self = .unique(constraint: subject)
        case sqlite_constraint_foreign_key: self = .foreignKey
        case sqlite_constraint_not_null: self = .notNull(column: subject)
        default: self = .check(constraint: subject)
        }
    }
}
