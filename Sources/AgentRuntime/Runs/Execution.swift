import Formats

/// A run on its way: carries out its steps, tells its hooks, keeps its journal.
struct Execution<D: Domain> {
    private var run: Run<D>
    private let runHooks: (any RunHooks)?
    private var hooks: HookList
    private let journal: (any RunJournal<D>)?
    private let clock: any RunClock
    private var watch: GuardrailWatch?
    /// Parts of the last answer that nobody may see yet.
    private var gate: TextGate?

    init(_ run: Run<D>, hooks: (any RunHooks)?, journal: (any RunJournal<D>)?) {
        self.run = run
        self.journal = journal
        runHooks = hooks
        self.hooks = HookList(hooks, run.member.agent.hooks)
        clock = run.settings.clock
    }

    mutating func carryOut() async -> RunResult<D> {
        await startAgent()
        await startGuardrails()
        while true {
            if run.ending?.isFinal != true { await noteDecision() }
            let step = run.next(at: clock.now, isCancelled: Task.isCancelled)
            if run.handoffCount != toldHandoffs { await changeAgent() }
            switch step {
            case .awaitInput: await awaitInput()
            case .callModel(let request): await callModel(request)
            case .callTools(let calls): await callTools(calls)
            case .checkOutput(let message, let value): await checkOutput(message, value)
            case .finish(let ending): return await finish(ending)
            }
        }
    }

    private mutating func finish(_ ending: RunEnding) async -> RunResult<D> {
        var ending = ending
        if let watch { await endGuardrails(watch) }
        if ending.isPaused {
            await save()
            if case .finish(let now) = run.next(at: clock.now, isCancelled: false) { ending = now }
        }
        if run.isInputPending { run.dropText() }
        await tell(run.takeNews())
        let agent = run.member.agent.name
        await hooks.tell { await $0.agentEnded(agent, ending) }
        return run.outcome(ending, at: clock.now)
    }

    // MARK: Agents

    private var toldAgent = ""
    private var toldHandoffs = 0

    private mutating func startAgent() async {
        let name = run.member.agent.name
        toldAgent = name
        toldHandoffs = run.handoffCount
        hooks = HookList(runHooks, run.member.agent.hooks)
        await hooks.tell { await $0.agentStarted(name) }
    }

    private mutating func changeAgent() async {
        await tellNews()
        let (last, next) = (toldAgent, run.member.agent.name)
        await hooks.tell { await $0.handedOff(from: last, to: next) }
        await hooks.tell { await $0.agentEnded(last, nil) }
        await startAgent()
    }

    // MARK: Guardrails

    private mutating func startGuardrails() async {
        guard run.isInputPending else { return }
        let input = GuardrailInput<D>(
            agent: run.member.agent.name, messages: run.start.input, context: run.context, surroundings: surroundings)
        let all = run.member.agent.inputGuardrails
        let blocking = all.filter { $0.isBlocking }
        if !blocking.isEmpty {
            let watch = watching(blocking, input)
            let decision = await watch.decide()
            await endGuardrails(watch)
            let isLast = blocking.count == all.count
            if Task.isCancelled { return run.end(.cancelled, at: clock.now) }
            if case .passed = decision, !isLast {} else { run.receive(input: decision, at: clock.now) }
        }
        guard run.ending == nil, blocking.count < all.count else { return }
        watch = watching(all.filter { !$0.isBlocking }, input)
    }

    private func watching(_ guardrails: [InputGuardrail<D>], _ input: GuardrailInput<D>) -> GuardrailWatch {
        GuardrailWatch(
            guardrails.map { guardrail in (guardrail.name, { try await guardrail.check(input) }) }, .input,
            until: run.deadline, clock: clock)
    }

    private var surroundings: RunSurroundings {
        RunSurroundings(groupID: run.trace.groupID, deadline: run.deadline, clock: clock)
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
        if Task.isCancelled { return run.end(.cancelled, at: clock.now) }
        run.receive(input: decision, at: clock.now)
        if case .passed = decision { await gate?.open() }
        await tellNews()
    }

    private mutating func endGuardrails(_ watch: GuardrailWatch) async {
        let finished = await watch.end()
        self.watch = nil
        await take(finished)
    }

    private mutating func take(_ finished: [FinishedGuardrail]) async {
        run.receive(finished)
        for guardrail in finished where !guardrail.wasCancelled {
            await hooks.tell { await $0.guardrailEnded(guardrail.record) }
        }
    }

    private mutating func checkOutput(_ message: AssistantMessage, _ value: JSONValue?) async {
        let output = GuardrailOutput<D>(
            agent: run.member.agent.name, text: message.text, value: value, context: run.context,
            surroundings: surroundings)
        let watch = GuardrailWatch(
            run.member.agent.outputGuardrails.map { guardrail in (guardrail.name, { try await guardrail.check(output) })
            },
            .output, until: run.deadline, clock: clock)
        let decision = await watch.decide()
        await take(await watch.end())
        if Task.isCancelled { return run.end(.cancelled, at: clock.now) }
        run.receive(output: decision, at: clock.now)
        guard case .passed = decision, hooks.wantsParts else { return }
        await hooks.tell { await $0.modelDelivered(.text(message.text)) }
    }

    // MARK: Models

    private mutating func callModel(_ request: ModelRequest) async {
        gate = nil
        if let stored = run.replay.takeAnswer() {
            run.receive(stored)
            return await tellNews()
        }
        let model = run.member.agent.model
        await hooks.tell { await $0.modelStarted(model.name, request) }
        let start = clock.now
        let answer = await ask(model, request)
        let end = clock.now
        await hooks.tell { await $0.modelEnded(model.name, answer.result) }
        await noteDecision()
        // What was answered counts, also when it is late or a guardrail has stopped the run meanwhile.
        let stopped = run.ending
        run.receive(answer.result, from: start, to: end)
        let isFailure = if case .failure = answer.result { true } else { false }
        if let stopped {
            run.end(stopped, at: end)
            run.dropText()
        } else if isFailure, Task.isCancelled {
            run.end(.cancelled, at: end)
        } else if answer.isLate {
            run.end(.deadlineExceeded, at: end)
        } else if case .success(let response) = answer.result {
            await gate?.end(response)
        }
        if !run.hasFinalText { await save() }
        await tellNews()
    }

    /// Asks the model, until it answers, the time is over or a guardrail trips.
    private mutating func ask(_ model: any Model, _ request: ModelRequest) async -> Limited<ModelResponse> {
        var deliver: ModelEventSink?
        if hooks.wantsParts {
            let gate = TextGate(isGuarded: !run.member.agent.outputGuardrails.isEmpty, watch: watch, hooks: hooks)
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
        await tellNews()
    }

    private mutating func callOne(_ call: PlannedCall<D>, by caller: ToolCaller<D>) async {
        if let restored = run.restored(call) { return run.receive(restored) }
        let isOutside = call.isOutside
        let wasIntended = run.wasIntended(call)
        if isOutside, !wasIntended {
            run.intend(call)
            guard await save() else {
                let agent = run.member.agent.name
                return run.receive(FinishedCall(abandoning: call, agent: agent, at: clock.now))
            }
        }
        run.receive(await unlessStopped { await caller.carryOut(call, wasIntended: wasIntended) })
        if isOutside { await save() }
    }

    private mutating func callMany(_ calls: ArraySlice<PlannedCall<D>>, by caller: ToolCaller<D>) async {
        var finished = [FinishedCall<D>?](repeating: nil, count: calls.count)
        var open: [(Int, PlannedCall<D>)] = []
        for (index, call) in calls.enumerated() {
            finished[index] = run.restored(call)
            if finished[index] == nil { open.append((index, call)) }
        }
        let made = await unlessStopped { [open] in
            await withTaskGroup(of: (Int, FinishedCall<D>).self) { group in
                for (index, call) in open { group.addTask { (index, await caller.carryOut(call)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        for (index, call) in made { finished[index] = call }
        for case let call? in finished { run.receive(call) }
    }

    /// Reads may run beside the input guardrails, and are cancelled when one trips.
    private mutating func unlessStopped<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        guard let watch else { return await work() }
        let task = Task.immediate { await work() }
        watch.onStop { task.cancel() }
        defer { watch.onStop(nil) }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    // MARK: Journal and hooks

    /// Keeps the steps that were taken. A run whose steps can't be kept takes no further one.
    ///
    /// - Returns: whether they were kept.
    @discardableResult
    private mutating func save() async -> Bool {
        guard let journal else { return true }
        let entries = run.takeUnsaved()
        guard !entries.isEmpty else { return true }
        do {
            try await journal.append(entries)
            return true
        } catch {
            run.end(.journalFailed(error), at: clock.now)
            return false
        }
    }

    /// Tells the hooks what was added, once the input has passed.
    private mutating func tellNews() async {
        if !run.isInputPending { await tell(run.takeNews()) }
    }

    private mutating func tell(_ news: [RunItem]) async {
        guard !hooks.isEmpty else { return }
        for item in news { await hooks.tell { await $0.added(item) } }
    }
}
