import Formats

/// One run as a value: it is told what happened and answers with the next step. `Runner` carries the steps out.
struct Run<D: Domain> {
    enum Step {
        /// The input guardrails have to decide before anything else is done.
        case awaitInput
        case callModel(ModelRequest)
        /// Calls that may be carried out at the same time. All of them are received, in this order, before the next step.
        case callTools(ArraySlice<PlannedCall<D>>)
        /// The final output, to be shown to nobody before the agent's output guardrails have passed it.
        case checkOutput(AssistantMessage, JSONValue?)
        case finish(RunEnding)
    }

    let team: AgentTeam<D>
    let settings: RunSettings
    let deadline: ContinuousClock.Instant
    let start: RunStart
    var member: AgentTeam<D>.Member
    var context: D.Context

    /// What models see: history, input, and what this run added.
    var visible: [Item]
    /// What this run added to the conversation.
    var added: [Item] = []
    /// What was added since hooks were told last.
    private var news: [RunItem] = []
    /// Whether the input guardrails may still stop the run.
    var isInputPending: Bool

    var turns = 0
    var handoffCount = 0
    /// Calls of this turn that have not been handed out.
    var planned: ArraySlice<PlannedCall<D>> = []
    /// Calls of this turn that wait for somebody's approval.
    var awaiting: [PlannedCall<D>] = []
    /// Hand-offs asked for in this turn, the one that is followed first.
    var requestedHandoffs: [PlannedHandoff<D>] = []
    var ending: RunEnding?
    /// A final output that its guardrails have not seen.
    var unchecked: (message: AssistantMessage, value: JSONValue?)?
    var outputValue: JSONValue?
    /// The ids of the conversation's calls, once there is a call in this run.
    var callIDs: Set<String>?
    /// How many of them the model gave no usable id.
    var namedCalls = 0

    var effects: [D.Effect] = []
    var usage = Usage()
    var modelCalls: [ModelCallRecord] = []
    var toolCalls: [ToolCallRecord] = []
    var guardrails: [GuardrailRecord] = []
    /// Those that let the input pass.
    var passed: [JournaledGuardrail] = []
    var trace: Trace
    var agentSpan: SpanID
    var replay: RunReplay<D>
    /// When the last step ended that was taken from the journal.
    var replayedUntil: ContinuousClock.Instant?
    /// All steps so far; those from `unsaved` on are not in the journal yet.
    var entries: [JournalEntry<D>]
    var unsaved: Int

    /// - Parameter journal: of this run, when it was begun before. Its input is that of the first time.
    init(
        _ team: AgentTeam<D>, input: [InputMessage], session: Session<D>, trace: Trace, settings: RunSettings,
        journal: [JournalEntry<D>], at now: ContinuousClock.Instant
    ) {
        self.team = team
        self.settings = settings
        deadline = now + settings.timeLimit
        replay = RunReplay(journal)
        // Without its beginning a journal tells of no run.
        let journal = replay.start == nil ? [] : journal
        if journal.isEmpty { replay = RunReplay([]) }
        let start =
            replay.start
            ?? RunStart(
                agent: team.member(continuing: session.lastAgent).agent.name, runID: trace.id.hex, traceID: trace.id,
                startedAt: trace.startedAt, input: input)
        self.start = start
        entries = journal.isEmpty ? [.started(start)] : journal
        unsaved = journal.isEmpty ? 0 : journal.count
        member = team.member(continuing: start.agent)
        context = session.context
        visible = session.history(before: start.input, within: settings.history)
        visible += start.input.lazy.map { $0.item }
        isInputPending = !member.agent.inputGuardrails.isEmpty && replay.inputPassed == nil
        self.trace = trace
        agentSpan = self.trace.open(.agent, member.agent.name, at: journal.isEmpty ? now : trace.instant(at: .zero))
        for guardrail in replay.inputPassed ?? [] { receive(guardrail) }
    }

    /// What is to be done now. A run that has reached its end stays there, whatever the time.
    mutating func next(at now: ContinuousClock.Instant, isCancelled: Bool) -> Step {
        if let ending, planned.isEmpty, awaiting.isEmpty || ending.isFinal {
            guard mayFinish(ending) else { return .awaitInput }
            if !ending.isPaused { end(ending, at: now) }
            return .finish(ending)
        }
        if isCancelled {
            end(.cancelled, at: now)
        } else if now >= deadline {
            end(.deadlineExceeded, at: now)
        } else if let unchecked {
            return isInputPending ? .awaitInput : .checkOutput(unchecked.message, unchecked.value)
        } else if !planned.isEmpty {
            return isInputPending && !hasOnlyReads ? .awaitInput : .callTools(takeCalls())
        } else if !awaiting.isEmpty {
            ending = .paused(awaiting.map(\.call))
        } else if !requestedHandoffs.isEmpty {
            if isInputPending { return .awaitInput }
            handOver(at: replay.nextAnswer == nil ? now : replayedUntil ?? now)
        } else if turns >= member.agent.maxTurns ?? settings.maxTurns {
            end(.maxTurns(member.agent.maxTurns ?? settings.maxTurns), at: now)
        } else if isInputPending, turns > 0 {
            return .awaitInput
        } else {
            let request = makeRequest()
            if replay.nextAnswer != nil || settings.budget.isUnlimited
                || settings.budget.allows(member.agent.model.estimate(request), after: usage)
            {
                turns += 1
                return .callModel(request)
            }
            end(.budgetExceeded, at: now)
        }
        return next(at: now, isCancelled: isCancelled)
    }

    /// Nothing that a run has to say leaves it before its input has passed.
    private func mayFinish(_ ending: RunEnding) -> Bool {
        guard isInputPending else { return true }
        return switch ending {
        case .finalOutput, .stoppedAfter, .paused, .refused: false
        default: true
        }
    }

    private func makeRequest() -> ModelRequest {
        var modelSettings = member.agent.modelSettings
        if member.agent.resetsToolChoice, toolCalls.contains(where: { $0.agent == member.agent.name }) {
            modelSettings.toolChoice = nil
        }
        return ModelRequest(
            instructions: member.agent.instructions.text(for: context), items: visible, tools: member.definitions,
            settings: modelSettings, output: member.agent.output?.format, groupID: trace.groupID, deadline: deadline)
    }

    // Not by key paths here: in code that is generic over the domain each use makes the path anew.
    private var hasOnlyReads: Bool { planned.allSatisfy { $0.isRead } }

    /// All that are left when nothing but reads is planned for the turn; otherwise the first.
    private mutating func takeCalls() -> ArraySlice<PlannedCall<D>> {
        let areReads = planned.startIndex == 0 && hasOnlyReads
        let calls = areReads ? planned : planned.prefix(1)
        planned = planned.dropFirst(calls.count)
        return calls
    }

    /// Ends the run here. Calls that are still planned are answered as abandoned, so that none stays without an output.
    mutating func end(_ ending: RunEnding, at now: ContinuousClock.Instant) {
        for call in planned { receive(FinishedCall(abandoning: call, agent: member.agent.name, at: now)) }
        planned = []
        for call in awaiting { receive(FinishedCall(abandoning: call, agent: member.agent.name, at: now)) }
        awaiting = []
        for handoff in requestedHandoffs { answer(handoff, .abandoned, at: now) }
        requestedHandoffs = []
        unchecked = nil
        if !ending.isComplete { outputValue = nil }
        self.ending = ending
    }

    mutating func append(_ item: Item, _ news: RunItem?) {
        visible.append(item)
        added.append(item)
        if let news { self.news.append(news) }
    }

    mutating func takeNews() -> [RunItem] {
        defer { news = [] }
        return news
    }

    mutating func tell(_ item: RunItem) { news.append(item) }

    /// Of what has not been told yet, leaves out what the model said: it isn't to be seen.
    mutating func dropText() { news.removeAll { if case .message = $0 { true } else { false } } }

    /// Nothing follows but the host's commit, which stores the answer with all that came of the run.
    var hasFinalText: Bool { if case .finalOutput? = ending { true } else { false } }

    /// Steps that are not in the journal yet.
    mutating func takeUnsaved() -> [JournalEntry<D>] {
        defer { unsaved = entries.count }
        return Array(entries[unsaved...])
    }
}
