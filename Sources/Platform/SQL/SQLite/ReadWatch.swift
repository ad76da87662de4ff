import CSQLite

/// Stops the read that runs on a connection when its task was cancelled or its time is up. Confined to the
/// connection's thread: SQLite asks it every thousand steps of its virtual machine.
final class ReadWatch {
    private var job: TransactionJob?
    private var limit = Duration.zero
    private var deadline = ContinuousClock.now

    /// The watch must outlive `handle`.
    func install(on handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, 1000,
            { context in
                let watch = Unmanaged<ReadWatch>.fromOpaque(context!).takeUnretainedValue()
                return watch.reasonToStop == nil ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func begin(_ job: TransactionJob, limit: Duration) {
        self.job = job
        self.limit = limit
        deadline = .now + limit
    }

    func end() { job = nil }

    /// `nil` when no read runs, or it may go on.
    var reasonToStop: SQLError? {
        guard let job else { return nil }
        if job.isCancelled { return .interrupted }
        return ContinuousClock.now < deadline ? nil : .timeLimitExceeded(limit)
    }
}
