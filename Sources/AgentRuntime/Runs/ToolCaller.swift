/// Carries out tool calls that all see the same context.
struct ToolCaller<D: Domain>: Sendable {
    private let agentName: String
    private let context: D.Context
    private let settings: RunSettings
    private let deadline: ContinuousClock.Instant
    private let hooks: (any RunHooks)?

    init(_ run: Run<D>, hooks: (any RunHooks)?) {
        agentName = run.agent.name
        context = run.context
        settings = run.settings
        deadline = run.deadline
        self.hooks = hooks
    }

    func carryOut(_ call: PlannedCall<D>) async -> FinishedCall<D> {
        let clock = settings.clock
        let start = clock.now
        guard let tool = call.tool, case .success(let work) = call.work else {
            return FinishedCall(abandoning: call, at: start)
        }
        await hooks?.toolStarted(call.call, tool.effect)
        let limit = min(start + (tool.timeout ?? settings.toolTimeout), deadline)
        let context = ToolContext<D>(callID: call.call.id, agentName: agentName, context: context, deadline: limit)
        let answer = await limited(until: limit, by: clock) { try await work(context) }
        let result = answer?.mapError(failure(for:)) ?? .failure(.timedOut(after: limit - start))
        let finished = FinishedCall(
            call, result, maxOutputBytes: settings.maxOutputBytes, from: start, to: clock.now)
        await hooks?.toolEnded(finished.record)
        return finished
    }

    private func failure(for error: any Error) -> ToolFailure {
        if let error = error as? ToolError { return .refused(error) }
        return Task.isCancelled ? .abandoned : .threw(description: String(describing: error).cut(toBytes: 1_000))
    }
}
