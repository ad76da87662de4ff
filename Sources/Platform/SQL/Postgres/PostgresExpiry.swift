import Synchronization

/// Tells transactions that have waited too long for a connection, also while every session is held up.
final class PostgresExpiry: Sendable {
    private let requests: Mailbox<PostgresRequest>
    private let shared: PostgresSharedState
    private let interval: Duration
    private let sessions = Monitor(0)

    init(requests: Mailbox<PostgresRequest>, shared: PostgresSharedState, patience: Duration) {
        self.requests = requests
        self.shared = shared
        interval = min(max(patience / 4, .milliseconds(5)), .seconds(1))
    }

    func sessionStarted() { sessions.change { $0 += 1 } }
    func sessionEnded() { sessions.change { $0 -= 1 } }

    /// Looks now and then, until the last session has ended.
    func run() {
        while !sessions.wait(atMost: interval, until: { $0 == 0 }) { expire() }
    }

    /// All wait equally long, so those that came first are the first whose time is up.
    private func expire() {
        let now = ContinuousClock.now
        for request in requests.takeFirst(while: { $0.deadline <= now }) where request.job.claim() {
            shared.counters.failures.add(1, ordering: .relaxed)
            request.job.fail(with: shared.reasonToWait)
            request.job.answer()
        }
    }
}
