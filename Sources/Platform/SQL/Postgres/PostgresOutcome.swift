/// What a write can be found by on another connection.
struct PostgresWriteIdentity: Equatable {
    let transactionNumber: String
    /// The server's process that ran it.
    let processID: Int
    /// See `PostgresOutcome.init`.
    let history: String
}

/// How a write ended whose connection was lost.
enum PostgresOutcome: Equatable {
    case committed
    case aborted
    case inProgress
    case unknown

    /// - Parameters:
    ///   - status: What `pg_xact_status` says; NULL when the server can't tell any more.
    ///   - isSameHistory: Whether the server has neither crashed nor been replaced since. If it has, it may have given
    ///     the number again: "committed" may then be said of another transaction, whereas a commit of ours would
    ///     have been kept, so that anything else means that there was none.
    init(status: String?, isSameHistory: Bool) {
        switch status {
        case "committed": self = isSameHistory ? .committed : .unknown
        case "aborted": self = .aborted
        case "in progress": self = isSameHistory ? .inProgress : .aborted
        default: self = .unknown
        }
    }
}
