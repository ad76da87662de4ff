/// The threads of a database, and what is posted to them.
///
/// They hold nothing of `PostgresDatabase`, so that they end also when it is let go of without being closed.
struct PostgresThreads: Sendable {
    let requests: Mailbox<PostgresRequest>
    private let cancelRequests = Mailbox<CancelRequest>(limit: 1000)
    private let wakeUps: PostgresWakeUps
    private var runningTransactions: [WorkerThread] = []
    private var helping: [WorkerThread] = []

    private init(options: PostgresOptions, wakeUps: PostgresWakeUps) {
        requests = Mailbox(limit: options.maxWaiting)
        self.wakeUps = wakeUps
    }

    static func start(
        _ options: PostgresOptions, wakeUps: PostgresWakeUps, counters: PostgresCounters
    ) async throws -> PostgresThreads {
        var threads = PostgresThreads(options: options, wakeUps: wakeUps)
        do {
            for number in 0..<max(1, options.connections) {
                try await threads.startSession(options, counters, connectsAtOnce: number == 0)
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
        cancelRequests.close()
        wakeUps.close()
    }

    /// Finishes what was accepted; returns when every thread has ended.
    func stop() async {
        requests.close()
        for thread in runningTransactions { await thread.ended() }
        stopAccepting()
        for thread in helping { await thread.ended() }
    }

    private mutating func startSession(
        _ options: PostgresOptions, _ counters: PostgresCounters, connectsAtOnce: Bool
    ) async throws {
        let (requests, cancelRequests, wakeUps) = (requests, cancelRequests, wakeUps)
        let thread = try await WorkerThread.start(named: "postgres") {
            let session = PostgresSession(
                options: options, counters: counters, cancelRequests: cancelRequests,
                onCommit: { for channel in $0 { wakeUps.notify(channel) } })
            if connectsAtOnce { try session.connect() }
            return session
        } work: {
            $0.run(requests)
        }
        runningTransactions.append(thread)
    }

    private mutating func startHelpers() async throws {
        let (cancelRequests, wakeUps) = (cancelRequests, wakeUps)
        helping.append(
            try await WorkerThread.start(named: "postgres-stop") {
            } work: {
                var requests: [CancelRequest] = []
                while cancelRequests.wait(upTo: 1, into: &requests) {
                    for request in requests { request.carryOut() }
                    requests.removeAll(keepingCapacity: true)
                }
            })
        helping.append(
            try await WorkerThread.start(named: "postgres-wake") {
            } work: {
                wakeUps.run()
            })
    }
}
