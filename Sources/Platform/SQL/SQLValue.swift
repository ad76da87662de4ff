package import FoundationEssentials

/// A value that travels to the database. Each driver binds a case as its own column type.
package enum SQLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    /// Without NUL, which PostgreSQL can't hold: both drivers refuse it with `SQLError.invalidParameter`.
    case text(String)
    case blob([UInt8])
    /// Lower-case text in SQLite.
    case uuid(UUID)
    /// A moment in UTC, rounded to the microsecond, from the year 1 to 9999. SQLite keeps it as
    /// `2026-11-21T09:05:20.123456Z`, which sorts.
    case time(Date)
    /// JSON text; `jsonb` where the database has it. Without escapes that stand for no text, `\u0000` and halves of
    /// surrogate pairs, which `jsonb` can't hold: both drivers refuse them with `SQLError.invalidParameter`.
    case json(String)
}

/// What may stand for a `$n` in a statement.
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable { package var sqlValue: SQLValue { self } }
extension Bool: SQLBindable { package var sqlValue: SQLValue { .bool(self) } }
extension Int: SQLBindable { package var sqlValue: SQLValue { .integer(Int64(self)) } }
extension Int64: SQLBindable { package var sqlValue: SQLValue { .integer(self) } }
extension Double: SQLBindable { package var sqlValue: SQLValue { .real(self) } }
extension String: SQLBindable { package var sqlValue: SQLValue { .text(self) } }
extension UUID: SQLBindable { package var sqlValue: SQLValue { .uuid(self) } }
extension Date: SQLBindable { package var sqlValue: SQLValue { .time(self) } }
extension Array: SQLBindable where Element == UInt8 { package var sqlValue: SQLValue { .blob(self) } }
extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
