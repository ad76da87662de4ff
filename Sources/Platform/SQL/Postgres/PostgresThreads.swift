/// The threads of a database, and what is posted to them.
///
/// They hold nothing of `PostgresDatabase`, so that they end also when it is let go of without being closed.
struct PostgresThreads: Sendable {
    let requests: Mailbox<PostgresRequest>
    private let wakeUps: PostgresWakeUps
    private let shared: PostgresSharedState
    private let expiry: PostgresExpiry
    private var runningTransactions: [WorkerThread] = []
    private var helping: [WorkerThread] = []

    private init(options: PostgresOptions, wakeUps: PostgresWakeUps, shared: PostgresSharedState) {
        requests = Mailbox(limit: options.maxWaiting)
        self.wakeUps = wakeUps
        self.shared = shared
        expiry = PostgresExpiry(requests: requests, shared: shared, patience: options.patience)
    }

    static func start(
        _ options: PostgresOptions, wakeUps: PostgresWakeUps, shared: PostgresSharedState
    ) async throws -> PostgresThreads {
        var threads = PostgresThreads(options: options, wakeUps: wakeUps, shared: shared)
        do {
            for number in 0..<max(1, options.connections) {
                try await threads.startSession(options, connectsAtOnce: number == 0)
            }
            try await threads.startHelpers()
        } catch {
            await threads.stop()
            throw error
        }
        return threads
    }

    /// Takes no new transactions. The threads end when they have run those that were accepted.
    func stopAccepting() {
        requests.close()
        wakeUps.close()
    }

    /// Finishes what was accepted; returns when every thread has ended.
    func stop() async {
        requests.close()
        for thread in runningTransactions { await thread.ended() }
        stopAccepting()
        for thread in helping { await thread.ended() }
    }

    private mutating func startSession(_ options: PostgresOptions, connectsAtOnce: Bool) async throws {
        let (requests, shared, wakeUps, expiry) = (requests, shared, wakeUps, expiry)
        let thread = try await WorkerThread.start(named: "postgres") {
            let session = PostgresSession(
                options: options, shared: shared, onCommit: { for channel in $0 { wakeUps.notify(channel) } })
            if connectsAtOnce { try session.connect() }
            expiry.sessionStarted()
            return session
        } work: { session in
            session.run(requests)
            expiry.sessionEnded()
        }
        runningTransactions.append(thread)
    }

    private mutating func startHelpers() async throws {
        let (wakeUps, expiry) = (wakeUps, expiry)
        helping.append(
            try await WorkerThread.start(named: "postgres-expiry") {
            } work: {
                expiry.run()
            })
        helping.append(
            try await WorkerThread.start(named: "postgres-wake") {
            } work: {
                wakeUps.run()
            })
    }
}
