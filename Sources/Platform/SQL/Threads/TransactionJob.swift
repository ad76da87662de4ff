import Synchronization

/// A transaction on its way: made by a task, run on a connection's thread, answered once.
///
/// A task that is cancelled takes back a job that still waits, and is answered at once.
class TransactionJob: @unchecked Sendable {  // `state` hands the other fields from task to thread
    private enum State: UInt8, AtomicRepresentable {
        case new, waiting, running, cancelledWhileRunning, withdrawn
    }
    private let state = Atomic(State.new)
    private let interrupter = Locked<(any Interrupter)?>(nil)

    /// Whether the task still wants an answer and nobody else has begun; then the caller must run the job.
    final func claim() -> Bool { move(from: .waiting, to: .running) }

    /// Whether the task was cancelled after the job had begun.
    final var isCancelled: Bool { state.load(ordering: .relaxed) == .cancelledWhileRunning }

    /// `false` when the task was cancelled already.
    fileprivate final func beginWaiting() -> Bool { move(from: .new, to: .waiting) }

    fileprivate final func cancel() {
        if move(from: .new, to: .withdrawn) { return }
        if move(from: .waiting, to: .withdrawn) {
            fail(with: CancellationError())
            answer()
        } else if move(from: .running, to: .cancelledWhileRunning) {
            interrupter.withLock { $0 }?.interrupt(self)
        }
    }

    /// Names who can stop this job while it runs; `nil` once it has ended.
    final func setInterrupter(_ new: (any Interrupter)?) { interrupter.withLock { $0 = new } }

    private func move(from old: State, to new: State) -> Bool {
        state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
    }

    /// Runs the body and keeps its value.
    func run(in transaction: Transaction) throws {}
    /// Replaces whatever has been kept.
    func fail(with error: any Error) {}
    /// Answers the task with what was kept.
    func answer() {}
}

final class TypedTransactionJob<Value: Sendable>: TransactionJob, @unchecked Sendable {
    private let body: @Sendable (Transaction) throws -> Value
    private var result: Result<Value, any Error>?
    private var continuation: CheckedContinuation<Value, any Error>?

    init(_ body: @escaping @Sendable (Transaction) throws -> Value) { self.body = body }

    /// Hands the job to `post` and waits for its answer.
    func value(postedBy post: (TransactionJob) throws(SQLError) -> Void) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.continuation = continuation
                guard beginWaiting() else { return continuation.resume(throwing: CancellationError()) }
                do {
                    try post(self)
                } catch {
                    guard claim() else { return }
                    fail(with: error)
                    answer()
                }
            }
        } onCancel: {
            cancel()
        }
    }

    override func run(in transaction: Transaction) throws { result = .success(try body(transaction)) }

    override func fail(with error: any Error) { result = .failure(error) }

    override func answer() {
        guard let continuation, let result else { preconditionFailure("answered before it was run") }
        self.continuation = nil
        continuation.resume(with: result)
    }
}

/// Stops what a connection is doing for a job, from another thread.
protocol Interrupter: AnyObject, Sendable {
    /// Returns at once; does nothing when the connection no longer works for that job.
    func interrupt(_ job: TransactionJob)
}
