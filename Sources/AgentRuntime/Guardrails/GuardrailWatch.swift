import Synchronization

/// Input guardrails at work beside the run. Whoever starts one waits for ``end()``.
final class GuardrailWatch: Sendable {
    private struct State {
        var finished: [Int: FinishedGuardrail] = [:]
        /// The first that tripped or failed.
        var stop: GuardrailDecision?
        var isEnded = false
        var tasks: [Task<Void, Never>] = []
        var interrupt: (@Sendable () -> Void)?
    }

    private let count: Int
    private let state = Mutex(State())

    /// Begins all of them at once.
    init<D>(_ guardrails: [InputGuardrail<D>], _ input: GuardrailInput<D>, clock: any RunClock) {
        count = guardrails.count
        let tasks = guardrails.enumerated().map { index, guardrail in
            Task.immediate { [self] in
                let start = clock.now
                let answer = await limited(until: input.deadline, by: clock) { try await guardrail.check(input) }
                finished(
                    FinishedGuardrail(
                        name: guardrail.name, stage: .input, start: start, end: clock.now,
                        result: answer ?? .failure(DeadlineExceeded())), number: index)
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
        state.withLock { state in state.stop ?? (state.finished.count == count ? .passed : nil) }
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

    /// Ends those that still run, and returns what became of each that came to a decision, in declared order.
    func end() async -> [FinishedGuardrail] {
        let tasks = state.withLock { state in
            state.isEnded = true
            return state.tasks
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        return state.withLock { state in
            (0..<count).compactMap { state.finished[$0] }.filter { !$0.wasCancelled }
        }
    }

    private func finished(_ guardrail: FinishedGuardrail, number: Int) {
        let stopped = state.withLock { state -> (tasks: [Task<Void, Never>], interrupt: (@Sendable () -> Void)?)? in
            var guardrail = guardrail
            if state.stop != nil || state.isEnded, case .failure = guardrail.result { guardrail.wasCancelled = true }
            state.finished[number] = guardrail
            guard state.stop == nil, !state.isEnded, let stop = guardrail.stop else { return nil }
            state.stop = stop
            return (state.tasks, state.interrupt)
        }
        guard let stopped else { return }
        for task in stopped.tasks { task.cancel() }
        stopped.interrupt?()
    }
}
