/// What came of an operation that had a limit.
struct Limited<Value: Sendable>: Sendable {
    let result: Result<Value, any Error>
    /// It ended at its deadline or after it, and was cancelled there.
    let isLate: Bool

    /// `nil` when the deadline came first.
    var inTime: Result<Value, any Error>? { isLate ? nil : result }
}

/// Runs an operation and cancels it at the deadline, or with the surrounding task. Waits for it in any case.
///
/// - Parameter interruptedBy: is given a function that cancels the operation too.
func limited<Value: Sendable>(
    until deadline: ContinuousClock.Instant, by clock: any RunClock,
    _ operation: @escaping @Sendable () async throws -> Value,
    interruptedBy: ((@escaping @Sendable () -> Void) -> Void)? = nil
) async -> Limited<Value> {
    // A child of a task group can be cancelled only by its parent, which waits here. Begun at once and on this thread,
    // an operation that never waits costs no change of threads.
    let task = Task.immediate { () async -> Result<Value, any Error> in
        do {
            return .success(try await operation())
        } catch {
            return .failure(error)
        }
    }
    interruptedBy?({ task.cancel() })
    let alarm = clock.alarm(at: deadline) { task.cancel() }
    let result = await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
    alarm.cancel()
    return Limited(result: result, isLate: clock.now >= deadline)
}

/// What hooks and traces are told of a model call that was cut off.
struct DeadlineExceeded: Error {}
