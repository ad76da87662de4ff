import Formats

/// One run as a value: it is told what happened and answers with the next step. `Runner` carries the steps out.
struct Run<D: Domain> {
    enum Step {
        case callModel(ModelRequest)
        /// Calls that may be carried out at the same time. All of them are received, in this order, before the next step.
        case callTools(ArraySlice<PlannedCall<D>>)
        case finish(RunEnding)
    }

    let agent: Agent<D>
    let settings: RunSettings
    let deadline: ContinuousClock.Instant
    private(set) var context: D.Context

    /// History, input, and what this run added.
    private var transcript: [Item]
    private let inputEnd: Int
    private var turns = 0
    /// Calls of this turn that have not been handed out.
    private var planned: ArraySlice<PlannedCall<D>> = []
    private var ending: RunEnding?
    /// The ids of the transcript's calls, once there is a call in this run.
    private var callIDs: Set<String>?

    private var effects: [D.Effect] = []
    private var usage = Usage()
    private var modelCalls: [ModelCallRecord] = []
    private var toolCalls: [ToolCallRecord] = []
    private var trace: Trace
    private let agentSpan: SpanID

    init(
        _ agent: Agent<D>, input: [InputMessage], session: Session<D>, trace: Trace, settings: RunSettings,
        at now: ContinuousClock.Instant
    ) {
        self.agent = agent
        self.settings = settings
        deadline = now + settings.timeLimit
        context = session.context
        transcript = settings.history.trim(session.history(before: input))
        transcript += input.lazy.map(\.item)
        inputEnd = transcript.count
        self.trace = trace
        agentSpan = self.trace.open(.agent, agent.name, at: now)
    }

    /// What is to be done now. A run that has reached its end stays there, whatever the time.
    mutating func next(at now: ContinuousClock.Instant, isCancelled: Bool) -> Step {
        if let ending, planned.isEmpty { return .finish(ending) }
        if isCancelled {
            end(.cancelled, at: now)
        } else if now >= deadline {
            end(.deadlineExceeded, at: now)
        } else if !planned.isEmpty {
            return .callTools(takeCalls())
        } else if turns >= maxTurns {
            end(.maxTurns(maxTurns), at: now)
        } else {
            turns += 1
            return .callModel(makeRequest())
        }
        return next(at: now, isCancelled: isCancelled)
    }

    private var maxTurns: Int { agent.maxTurns ?? settings.maxTurns }

    private func makeRequest() -> ModelRequest {
        var modelSettings = agent.modelSettings
        if !toolCalls.isEmpty { modelSettings.toolChoice = nil }
        return ModelRequest(
            instructions: agent.instructions.text(for: context), items: transcript, tools: agent.toolDefinitions,
            settings: modelSettings, deadline: deadline)
    }

    /// All that are left when nothing but reads is planned for the turn; otherwise the first.
    private mutating func takeCalls() -> ArraySlice<PlannedCall<D>> {
        let areReads = planned.startIndex == 0 && planned.allSatisfy(\.isRead)
        let calls = areReads ? planned : planned.prefix(1)
        planned = planned.dropFirst(calls.count)
        return calls
    }

    /// Ends the run here. Calls that are still planned are answered as abandoned, so that none stays without an output.
    mutating func end(_ ending: RunEnding, at now: ContinuousClock.Instant) {
        for call in planned { receive(FinishedCall(abandoning: call, at: now)) }
        planned = []
        self.ending = ending
    }
}

extension Run {
    /// Takes in what a model call came to.
    mutating func receive(
        _ result: Result<ModelResponse, any Error>, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        var attributes: JSONObject = ["items": .integer(Int64(transcript.count))]
        switch result {
        case .failure(let error):
            ending = .modelFailed(error)
            trace.record(
                .generation, agent.model.name, parent: agentSpan, from: start, to: end, attributes: attributes,
                error: String(describing: error).cut(toBytes: 1_000))
        case .success(let response):
            usage += response.usage
            modelCalls.append(
                ModelCallRecord(
                    model: agent.model.name, responseID: response.id, usage: response.usage,
                    metadata: response.metadata, duration: end - start))
            let firstItem = transcript.count
            take(response.output)
            attributes["output"] = .array(transcript[firstItem...].map(\.json))
            attributes["input_tokens"] = .integer(Int64(response.usage.inputTokens))
            attributes["output_tokens"] = .integer(Int64(response.usage.outputTokens))
            if let id = response.id { attributes["response_id"] = .string(id) }
            if !response.metadata.isEmpty { attributes["metadata"] = .object(response.metadata) }
            trace.record(
                .generation, agent.model.name, parent: agentSpan, from: start, to: end, attributes: attributes)
        }
    }

    private mutating func take(_ output: [ModelOutput]) {
        var text: String?
        var calls: [PlannedCall<D>] = []
        for output in output {
            switch output {
            case .message(let message):
                guard message.text.contains(where: { !$0.isWhitespace }) else { continue }
                transcript.append(.assistant(message))
                text = message.text
            case .reasoning(let item): transcript.append(.reasoning(item))
            case .refusal: continue
            case .toolCall(let written):
                let call = plan(written, number: calls.count)
                transcript.append(.toolCall(call.call))
                calls.append(call)
            }
        }
        if !calls.isEmpty {
            planned = calls[...]
        } else if let text {
            ending = .finalOutput(text)
        } else {
            ending = .modelFailed(ModelFault.emptyResponse)
        }
    }

    private mutating func plan(_ written: ToolCall, number: Int) -> PlannedCall<D> {
        let id = uniqueID(for: written)
        let limit = settings.maxToolCallsPerTurn
        guard number < limit else {
            return PlannedCall(refusing: written, id: id, because: .tooManyCalls(limit: limit))
        }
        return PlannedCall(written, id: id, agent: agent, settings: settings)
    }

    /// The model's own id where it can be told from all others; some servers count from one in each response.
    private mutating func uniqueID(for call: ToolCall) -> String {
        var taken = callIDs ?? Set(transcript.lazy.compactMap(\.callID))
        callIDs = nil
        defer { callIDs = taken }
        if (1...64).contains(call.id.utf8.count), taken.insert(call.id).inserted { return call.id }
        while true {
            let id = "call_\(trace.makeSpanID().hex)"
            if taken.insert(id).inserted { return id }
        }
    }
}

extension Run {
    /// Takes in what a tool call came to.
    mutating func receive(_ finished: FinishedCall<D>) {
        let record = finished.record
        if let result = finished.result {
            effects += result.effects
            result.updateContext?(&context)
            if ending == nil, case .stopAfter(let names) = agent.toolUse, names.contains(record.name) {
                ending = .stoppedAfter(tool: record.name, output: result.output)
            }
        }
        transcript.append(.toolOutput(callID: record.callID, output: record.output))
        toolCalls.append(record)
        var attributes: JSONObject = [
            "call_id": .string(record.callID), "arguments": .string(record.arguments),
            "output": .string(record.output),
        ]
        if let effect = record.effect { attributes["effect"] = .string(effect.rawValue) }
        trace.record(
            .tool, record.name, parent: agentSpan, from: finished.start, to: finished.start + record.duration,
            attributes: attributes, error: record.failure?.traceText)
    }

    /// All that came of the run, its spans closed.
    func outcome(_ ending: RunEnding, at now: ContinuousClock.Instant) -> RunResult<D> {
        var trace = trace
        trace.close(
            agentSpan, at: now,
            attributes: ["ending": .string(ending.label), "turns": .integer(Int64(turns))],
            error: ending.isComplete ? nil : ending.label)
        return RunResult(
            ending: ending, items: Array(transcript[inputEnd...]), effects: effects, context: context, usage: usage,
            modelCalls: modelCalls, toolCalls: toolCalls, trace: trace, lastAgent: agent.name)
    }
}

extension Item {
    fileprivate var callID: String? { if case .toolCall(let call) = self { call.id } else { nil } }
}
