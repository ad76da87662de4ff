/// Runs an operation and cancels it at the deadline.
///
/// - Returns: `nil` when the deadline came first. What a cancelled operation still answers is dropped.
func limited<Value: Sendable>(
    until deadline: ContinuousClock.Instant, by clock: any RunClock,
    _ operation: @escaping @Sendable () async throws -> Value
) async -> Result<Value, any Error>? {
    await withTaskGroup(of: Event<Value>.self) { group in
        group.addTask {
            do {
                return .finished(.success(try await operation()))
            } catch {
                return .finished(.failure(error))
            }
        }
        group.addTask {
            do {
                try await clock.sleep(until: deadline)
                return .deadline
            } catch {
                return .sleepCancelled
            }
        }
        defer { group.cancelAll() }
        for await event in group {
            switch event {
            case .finished(let result): return result
            case .deadline: return nil
            case .sleepCancelled: continue
            }
        }
        return nil
    }
}

private enum Event<Value: Sendable>: Sendable {
    case finished(Result<Value, any Error>)
    case deadline
    case sleepCancelled
}

/// What hooks and traces are told of a model call that was cut off.
struct DeadlineExceeded: Error {}
