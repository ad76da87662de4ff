import FoundationEssentials

/// What a transaction may do, and with which statements it opens.
enum PostgresTransactionKind {
    /// READ COMMITTED: it locks what its decisions hang on.
    case write
    /// One snapshot, without writing.
    case read

    var begin: StaticString {
        switch self {
        case .write: "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"
        case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        }
    }

    /// A writing transaction is given its number at once, so that its outcome can be asked for when the answer to its
    /// commit is lost.
    var opening: StaticString {
        switch self {
        case .write: "SELECT now(), pg_current_xact_id()::text"
        case .read: "SELECT now()"
        }
    }

    var openingWithScope: StaticString {
        switch self {
        case .write: "SELECT now(), pg_current_xact_id()::text, set_config($1, $2, true)"
        case .read: "SELECT now(), set_config($1, $2, true)"
        }
    }
}

/// The first row of a transaction.
struct PostgresOpening {
    /// The server's clock.
    let now: Date?
    let transactionNumber: String?

    init(_ result: PostgresResult) {
        now = result.microseconds(row: 0, column: 0).flatMap { UTCTimestamp(microseconds: $0)?.date }
        transactionNumber = result.columnName(1) == "pg_current_xact_id" ? result.text(row: 0, column: 1) : nil
    }
}
