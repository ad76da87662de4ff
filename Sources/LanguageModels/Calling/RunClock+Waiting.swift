package import AgentRuntime
import Synchronization

extension RunClock {
    /// Waits until then.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func wait(until deadline: ContinuousClock.Instant) async throws {
        let waiter = Waiter()
        let alarm = alarm(at: deadline) { waiter.resume() }
        await withTaskCancellationHandler {
            await waiter.wait()
        } onCancel: {
            waiter.resume()
        }
        alarm.cancel()
        try Task.checkCancellation()
    }

    /// Runs an operation and cancels it at the deadline. Waits for it in any case.
    ///
    /// - Throws: `LanguageModelError.timedOut` when the deadline came first, `CancellationError` when the task was
    ///   cancelled, and what the operation throws.
    func limit<Value: Sendable>(
        to deadline: ContinuousClock.Instant, _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // A child of a task group can be cancelled only by its parent, which waits here.
        let task = Task.immediate { try await operation() }
        let alarm = alarm(at: deadline) { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        alarm.cancel()
        try Task.checkCancellation()
        if case .failure(let error) = result, !(error is LanguageModelError), now >= deadline {
            throw LanguageModelError.timedOut
        }
        return try result.get()
    }
}

/// One wait, ended once by whoever comes first.
private final class Waiter: Sendable {
    private enum State: Sendable {
        case idle, over
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if case .over = state { return true }
                state = .waiting(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    func resume() {
        let before = state.withLock { state in
            defer { state = .over }
            return state
        }
        if case .waiting(let continuation) = before { continuation.resume() }
    }
}
