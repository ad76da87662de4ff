/// Carries out runs.
package enum Runner {
    /// Answers the input: calls the model, carries out the tools it asks for, and so on until an end is reached.
    ///
    /// Never throws: whatever goes wrong is the outcome's ending. Cancelling the task ends the run as `.cancelled`.
    /// A model or tool that is cancelled is waited for, so nothing of a run goes on behind its back.
    /// The session is read, not changed: `session.record(input, outcome)` makes the next one.
    ///
    /// - Parameter trace: Begun by the host, which may have recorded spans of its own.
    package static func run<D: Domain>(
        _ agent: Agent<D>,
        input: [InputMessage],
        session: Session<D>,
        trace: Trace,
        settings: RunSettings = RunSettings(),
        hooks: (any RunHooks)? = nil
    ) async -> RunResult<D> {
        let clock = settings.clock
        var run = Run(agent, input: input, session: session, trace: trace, settings: settings, at: clock.now)
        await hooks?.agentStarted(agent.name)
        while true {
            switch run.next(at: clock.now, isCancelled: Task.isCancelled) {
            case .callModel(let request): await callModel(request, of: &run, hooks: hooks)
            case .callTools(let calls): await callTools(calls, of: &run, hooks: hooks)
            case .finish(let ending):
                await hooks?.agentEnded(agent.name, ending)
                return run.outcome(ending, at: clock.now)
            }
        }
    }

    private static func callModel<D>(
        _ request: ModelRequest, of run: inout Run<D>, hooks: (any RunHooks)?
    ) async {
        let model = run.agent.model
        let clock = run.settings.clock
        await hooks?.modelStarted(model.name, request)
        let start = clock.now
        let answer = await limited(until: run.deadline, by: clock) { try await model.respond(to: request, delivering: nil) }
        let result = answer ?? .failure(DeadlineExceeded())
        let end = clock.now
        await hooks?.modelEnded(model.name, result)
        run.receive(result, from: start, to: end)
        guard case .failure = result else { return }
        if Task.isCancelled {
            run.end(.cancelled, at: end)
        } else if answer == nil {
            run.end(.deadlineExceeded, at: end)
        }
    }

    private static func callTools<D>(
        _ calls: ArraySlice<PlannedCall<D>>, of run: inout Run<D>, hooks: (any RunHooks)?
    ) async {
        let caller = ToolCaller(run, hooks: hooks)
        if calls.count == 1, let call = calls.first {
            run.receive(await caller.carryOut(call))
            return
        }
        let finished = await withTaskGroup(of: (Int, FinishedCall<D>).self) { group in
            for (index, call) in calls.enumerated() { group.addTask { (index, await caller.carryOut(call)) } }
            var finished = [FinishedCall<D>?](repeating: nil, count: calls.count)
            for await (index, call) in group { finished[index] = call }
            return finished
        }
        for case let call? in finished { run.receive(call) }
    }
}
