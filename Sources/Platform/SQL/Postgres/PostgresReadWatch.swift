/// How long a read may go on. Confined to its connection's thread.
final class PostgresReadWatch {
    private let job: TransactionJob
    private let limit: Duration
    private let deadline: ContinuousClock.Instant

    init(_ job: TransactionJob, limit: Duration) {
        self.job = job
        self.limit = limit
        deadline = .now + limit
    }

    /// Asked before each statement.
    var reasonToStop: SQLError? {
        if job.isCancelled { return .interrupted }
        return ContinuousClock.now < deadline ? nil : .timeLimitExceeded(limit)
    }
}
