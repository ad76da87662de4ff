import CPostgres
import Synchronization

/// Reaches a statement that the server is running, from another thread.
///
/// The server acts upon a request before it closes the connection that brought it, so a request that was answered can't
/// meet a later statement; `end` waits for the answer, and tells where none comes.
final class PostgresCanceller: Interrupter, @unchecked Sendable {  // PQcancel may be called from any thread
    private struct State {
        /// What the connection works for.
        var job: TransactionJob?
        /// Whether a thread is asking the server to stop it.
        var isAsking = false
    }
    private let state = Monitor(State())
    private let handle: OpaquePointer?

    /// A request that the server doesn't answer keeps its thread until the socket fails.
    private static let requests = Atomic(0)
    private static let maxRequests = 32

    /// - Parameter connection: As libpq has it; it may be gone before this is.
    init(_ connection: OpaquePointer) { handle = PQgetCancel(connection) }

    deinit { PQfreeCancel(handle) }

    /// From now on, and until `end`, the connection works for this job.
    func begin(_ job: TransactionJob) {
        state.change { $0.job = job }
        job.setInterrupter(self)
    }

    /// - Returns: `false` when a request is under way that may yet stop a later statement.
    func end(_ job: TransactionJob) -> Bool {
        job.setInterrupter(nil)
        state.change { $0.job = nil }
        return state.wait(atMost: .seconds(1)) { !$0.isAsking }
    }

    func interrupt(_ job: TransactionJob) {
        let isFirst = state.change { state in
            guard state.job === job, !state.isAsking else { return false }
            state.isAsking = true
            return true
        }
        guard isFirst else { return }
        // Where the server can't be asked, its time limit ends the statement.
        let mayAsk = Self.requests.add(1, ordering: .relaxed).newValue <= Self.maxRequests
        guard mayAsk, WorkerThread.detach(named: "postgres-stop", { self.ask(toStop: job) }) else {
            return endAsking()
        }
    }

    /// Asks until the job has ended: a request that arrives between two statements stops neither.
    private func ask(toStop job: TransactionJob) {
        var pause = Duration.milliseconds(10)
        repeat {
            var reason = [CChar](repeating: 0, count: 256)
            if let handle { _ = PQcancel(handle, &reason, Int32(reason.count)) }
            pause = min(pause * 2, .seconds(1))
        } while !state.wait(atMost: pause) { $0.job !== job }
        endAsking()
    }

    private func endAsking() {
        Self.requests.subtract(1, ordering: .relaxed)
        state.change { $0.isAsking = false }
    }
}
