import Synchronization

/// Guardrails at work beside the run. Whoever starts them waits for ``end()``.
final class GuardrailWatch: Sendable {
    typealias Check = @Sendable () async throws -> GuardrailVerdict

    private struct State {
        var finished: [FinishedGuardrail?]
        var open: Int
        /// The first that tripped or failed.
        var stop: GuardrailDecision?
        var isEnded = false
        var tasks: [Task<Void, Never>] = []
        var interrupt: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    /// Begins all of them at once.
    init(
        _ checks: [(name: String, check: Check)], _ stage: GuardrailRecord.Stage,
        until deadline: ContinuousClock.Instant, clock: any RunClock
    ) {
        state = Mutex(State(finished: Array(repeating: nil, count: checks.count), open: checks.count))
        let tasks = checks.enumerated().map { index, guardrail in
            Task.immediate { [self] in
                let start = clock.now
                let outcome = await limited(until: deadline, by: clock, guardrail.check)
                finished(FinishedGuardrail(guardrail.name, stage, outcome, from: start, to: clock.now), number: index)
            }
        }
        let isStopped = state.withLock { state in
            state.tasks = tasks
            return state.stop != nil
        }
        if isStopped { for task in tasks { task.cancel() } }
    }

    /// What is known now, without waiting; `nil` while one may still trip.
    var decision: GuardrailDecision? {
        state.withLock { state in state.stop ?? (state.open == 0 ? .passed : nil) }
    }

    /// Waits until the first trips or all have passed. The others are cancelled then, and waited for.
    func decide() async -> GuardrailDecision {
        let tasks = state.withLock(\.tasks)
        await withTaskCancellationHandler {
            for task in tasks { await task.value }
        } onCancel: {
            for task in tasks { task.cancel() }
        }
        return decision ?? .passed
    }

    /// Calls `interrupt` as soon as one trips or fails, at once if that was before.
    func onStop(_ interrupt: (@Sendable () -> Void)?) {
        let isStopped = state.withLock { state in
            state.interrupt = interrupt
            return state.stop != nil
        }
        if isStopped { interrupt?() }
    }

    /// Ends those that still run, and returns what became of each, in declared order.
    func end() async -> [FinishedGuardrail] {
        let tasks = state.withLock { state in
            state.isEnded = true
            return state.tasks
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        return state.withLock { $0.finished.compactMap(\.self) }
    }

    private func finished(_ guardrail: FinishedGuardrail, number: Int) {
        let stopped = state.withLock { state -> (tasks: [Task<Void, Never>], interrupt: (@Sendable () -> Void)?)? in
            var guardrail = guardrail
            if state.stop != nil || state.isEnded, case .failure = guardrail.result { guardrail.wasCancelled = true }
            state.finished[number] = guardrail
            state.open -= 1
            guard state.stop == nil, !state.isEnded, let stop = guardrail.stop else { return nil }
            state.stop = stop
            return (state.tasks, state.interrupt)
        }
        guard let stopped else { return }
        for task in stopped.tasks { task.cancel() }
        stopped.interrupt?()
    }
}
