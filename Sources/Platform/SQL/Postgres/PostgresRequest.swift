/// A transaction that waits for a connection.
struct PostgresRequest: Sendable {
    let job: TransactionJob
    let kind: PostgresTransactionKind
    /// When its caller is told that it took too long.
    let deadline: ContinuousClock.Instant
}
