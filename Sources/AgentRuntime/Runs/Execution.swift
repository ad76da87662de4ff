/// A run on its way: carries out its steps, tells its hooks, keeps its journal.
struct Execution<D: Domain> {
    private var run: Run<D>
    private let runHooks: (any RunHooks)?
    private var hooks: HookList
    private let journal: (any RunJournal<D>)?
    private let clock: any RunClock
    private var watch: GuardrailWatch?
    /// Text of the answer that nobody may see yet.
    private var gate: TextGate?

    init(_ run: Run<D>, hooks: (any RunHooks)?, journal: (any RunJournal<D>)?) {
        self.run = run
        self.journal = journal
        runHooks = hooks
        self.hooks = HookList(hooks, run.agent.hooks)
        clock = run.settings.clock
    }

    mutating func carryOut() async -> RunResult<D> {
        await startAgent()
        await startGuardrails()
        while true {
            switch run.next(at: clock.now, isCancelled: Task.isCancelled) {
            case .awaitInput: await awaitInput()
            case .callModel(let request): await callModel(request)
            case .callTools(let calls): await callTools(calls)
            case .checkOutput(let output): await checkOutput(output)
            case .finish(let ending): return await finish(ending)
            }
            if run.agent.name != hookedAgent { await changeAgent() }
        }
    }

    private mutating func finish(_ ending: RunEnding) async -> RunResult<D> {
        var ending = ending
        if let watch { await endGuardrails(watch) }
        if ending.isPaused {
            await save()
            if case .finish(let now) = run.next(at: clock.now, isCancelled: false) { ending = now }
        }
        await tellNews()
        let agent = run.agent.name
        await hooks.tell { await $0.agentEnded(agent, ending) }
        return run.outcome(ending, at: clock.now)
    }

    // MARK: Agents

    private var hookedAgent = ""

    private mutating func startAgent() async {
        let agent = run.agent
        hookedAgent = agent.name
        hooks = HookList(runHooks, agent.hooks)
        await hooks.tell { await $0.agentStarted(agent.name) }
    }

    private mutating func changeAgent() async {
        await tellNews()
        let (last, next) = (hookedAgent, run.agent.name)
        await hooks.tell { await $0.handedOff(from: last, to: next) }
        await hooks.tell { await $0.agentEnded(last, nil) }
        await startAgent()
    }

    // MARK: Guardrails

    private mutating func startGuardrails() async {
        guard run.isInputPending else { return }
        let input = GuardrailInput<D>(
            agent: run.agent.name, messages: run.start.input, context: run.context, deadline: run.deadline)
        let all = run.agent.inputGuardrails
        let blocking = all.filter(\.isBlocking)
        if !blocking.isEmpty {
            let watch = GuardrailWatch(blocking, input, clock: clock)
            let decision = await watch.decide()
            await endGuardrails(watch)
            let isLast = blocking.count == all.count
            if Task.isCancelled { return run.end(.cancelled, at: clock.now) }
            if case .passed = decision, !isLast {} else { run.receive(input: decision, at: clock.now) }
        }
        guard run.ending == nil, blocking.count < all.count else { return }
        watch = GuardrailWatch(all.filter { !$0.isBlocking }, input, clock: clock)
    }

    private mutating func awaitInput() async {
        guard let watch else { preconditionFailure("The input is pending while guardrails are at work.") }
        await settle(watch, await watch.decide())
    }

    /// Takes in the decision as soon as it is there, without waiting for it.
    private mutating func noteDecision() async {
        if let watch, let decision = watch.decision { await settle(watch, decision) }
    }

    private mutating func settle(_ watch: GuardrailWatch, _ decision: GuardrailDecision) async {
        await endGuardrails(watch)
        if Task.isCancelled { run.end(.cancelled, at: clock.now) } else { run.receive(input: decision, at: clock.now) }
    }

    private mutating func endGuardrails(_ watch: GuardrailWatch) async {
        let finished = await watch.end()
        self.watch = nil
        run.receive(finished)
        for guardrail in finished { await hooks.tell { await $0.guardrailEnded(guardrail.record) } }
    }

    private mutating func checkOutput(_ output: GuardrailOutput<D>) async {
        let clock = clock
        let finished = await withTaskGroup(of: (Int, FinishedGuardrail).self) { group in
            for (index, guardrail) in run.agent.outputGuardrails.enumerated() {
                group.addTask {
                    let start = clock.now
                    let answer = await limited(until: output.deadline, by: clock) { try await guardrail.check(output) }
                    return (
                        index,
                        FinishedGuardrail(
                            name: guardrail.name, stage: .output, start: start, end: clock.now,
                            result: answer ?? .failure(DeadlineExceeded()))
                    )
                }
            }
            var finished: [(Int, FinishedGuardrail)] = []
            for await guardrail in group { finished.append(guardrail) }
            return finished.sorted { $0.0 < $1.0 }.map(\.1)
        }
        run.receive(finished)
        for guardrail in finished { await hooks.tell { await $0.guardrailEnded(guardrail.record) } }
        let decision = finished.lazy.compactMap(\.stop).first ?? .passed
        if Task.isCancelled { return run.end(.cancelled, at: clock.now) }
        run.receive(output: decision, at: clock.now)
        if case .passed = decision { await gate?.open() }
        gate = nil
    }

    // MARK: Models

    private mutating func callModel(_ request: ModelRequest) async {
        gate = nil
        if let stored = run.replay.takeAnswer() {
            run.receive(stored)
            return await tellNews()
        }
        let model = run.agent.model
        await hooks.tell { await $0.modelStarted(model.name, request) }
        let start = clock.now
        let answer = await ask(model, request)
        let end = clock.now
        let result = answer ?? .failure(DeadlineExceeded())
        await hooks.tell { await $0.modelEnded(model.name, result) }
        await noteDecision()
        // What was answered counts, also when a guardrail has stopped the run meanwhile.
        let stopped = run.ending
        run.receive(result, from: start, to: end)
        if let stopped {
            run.end(stopped, at: end)
        } else if case .failure = result {
            if Task.isCancelled {
                run.end(.cancelled, at: end)
            } else if answer == nil {
                run.end(.deadlineExceeded, at: end)
            }
        }
        await save()
        await tellNews()
    }

    /// Asks the model, until it answers, the time is over or a guardrail trips.
    private mutating func ask(_ model: any Model, _ request: ModelRequest) async -> Result<ModelResponse, any Error>? {
        var deliver: ModelEventSink?
        if hooks.wantsParts {
            let gate = TextGate(isOpen: run.agent.outputGuardrails.isEmpty, watch: watch, hooks: hooks)
            self.gate = gate
            deliver = { await gate.deliver($0) }
        }
        let watch = watch
        defer { watch?.onStop(nil) }
        return await limited(
            until: run.deadline, by: clock, { [deliver] in try await model.respond(to: request, delivering: deliver) },
            interruptedBy: { interrupt in watch?.onStop(interrupt) })
    }

    // MARK: Tools

    private mutating func callTools(_ calls: ArraySlice<PlannedCall<D>>) async {
        let caller = ToolCaller(run, hooks: hooks)
        if calls.count == 1, let call = calls.first {
            await callOne(call, by: caller)
        } else {
            await callMany(calls, by: caller)
        }
        await noteDecision()
        await tellNews()
    }

    private mutating func callOne(_ call: PlannedCall<D>, by caller: ToolCaller<D>) async {
        if let restored = run.restored(call) { return run.receive(restored) }
        let isOutside = call.isOutside
        let wasIntended = run.wasIntended(call)
        if isOutside, !wasIntended {
            run.intend(call)
            await save()
            if run.ending != nil {
                return run.receive(FinishedCall(abandoning: call, at: clock.now))
            }
        }
        run.receive(await caller.carryOut(call, wasIntended: wasIntended))
        if isOutside { await save() }
    }

    private mutating func callMany(_ calls: ArraySlice<PlannedCall<D>>, by caller: ToolCaller<D>) async {
        var finished = [FinishedCall<D>?](repeating: nil, count: calls.count)
        var open: [(Int, PlannedCall<D>)] = []
        for (index, call) in calls.enumerated() {
            finished[index] = run.restored(call)
            if finished[index] == nil { open.append((index, call)) }
        }
        if !open.isEmpty {
            await withTaskGroup(of: (Int, FinishedCall<D>).self) { group in
                for (index, call) in open { group.addTask { (index, await caller.carryOut(call)) } }
                for await (index, call) in group { finished[index] = call }
            }
        }
        for case let call? in finished { run.receive(call) }
    }

    // MARK: Journal and hooks

    /// Keeps the steps that were taken. A run whose steps can't be kept takes no further one.
    private mutating func save() async {
        guard let journal else { return }
        let entries = run.takeUnsaved()
        guard !entries.isEmpty else { return }
        do {
            try await journal.append(entries)
        } catch {
            run.end(.journalFailed(error), at: clock.now)
        }
    }

    private mutating func tellNews() async {
        let news = run.news
        run.news = []
        guard !hooks.isEmpty else { return }
        for item in news { await hooks.tell { await $0.added(item) } }
    }
}
