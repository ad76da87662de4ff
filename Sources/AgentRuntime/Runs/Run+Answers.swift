import Formats

extension Run {
    /// Takes in what a model call came to.
    mutating func receive(
        _ result: Result<ModelResponse, any Error>, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        switch result {
        case .failure(let error):
            ending = .modelFailed(error)
            trace.record(
                .generation, member.agent.model.name, parent: agentSpan, from: start, to: end,
                attributes: ["turn": .integer(Int64(turns)), "items": .integer(Int64(visible.count))],
                error: String(describing: error).cut(toBytes: 1_000))
        case .success(let response):
            let response = response.storable(settings)
            entries.append(
                .answered(JournaledAnswer(response: response, start: trace.offset(of: start), duration: end - start)))
            take(response, from: start, to: end)
        }
    }

    /// Takes in an answer that the journal has.
    mutating func receive(_ answer: JournaledAnswer) {
        let start = trace.instant(at: answer.start)
        replayedUntil = start + answer.duration
        take(answer.response, from: start, to: start + answer.duration)
    }

    private mutating func take(
        _ response: ModelResponse, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        usage += response.usage
        modelCalls.append(
            ModelCallRecord(
                agent: member.agent.name, model: member.agent.model.name, responseID: response.id,
                usage: response.usage,
                metadata: response.metadata, duration: end - start))
        var attributes: JSONObject = [
            "turn": .integer(Int64(turns)), "items": .integer(Int64(visible.count)),
            "input_tokens": .integer(Int64(response.usage.inputTokens)),
            "output_tokens": .integer(Int64(response.usage.outputTokens)),
        ]
        if response.usage.costMicroUSD > 0 {
            attributes["cost_micro_usd"] = .integer(Int64(response.usage.costMicroUSD))
        }
        if let id = response.id { attributes["response_id"] = .string(id) }
        if !response.metadata.isEmpty { attributes["metadata"] = .object(response.metadata) }
        let firstItem = added.count
        take(response.output, at: end)
        attributes["output"] = .array(added[firstItem...].map(\.json))
        trace.record(
            .generation, member.agent.model.name, parent: agentSpan, from: start, to: end, attributes: attributes)
    }

    private mutating func take(_ output: [ModelOutput], at now: ContinuousClock.Instant) {
        var last: AssistantMessage?
        var refusal: String?
        var reasoning: [JSONValue] = []
        // Providers refuse a conversation with reasoning that nothing follows.
        func appendReasoning(to run: inout Run) {
            for item in reasoning { run.append(.reasoning(item), .reasoning) }
            reasoning = []
        }
        var calls: [PlannedCall<D>] = []
        var decided: [PlannedCall<D>] = []
        for output in output {
            switch output {
            case .message(let message):
                guard message.text.contains(where: { !$0.isWhitespace }) else { continue }
                appendReasoning(to: &self)
                append(.assistant(message), member.agent.outputGuardrails.isEmpty ? .message(message) : nil)
                last = message
            case .reasoning(let item): reasoning.append(item)
            case .refusal(let words): refusal = words
            case .toolCall(let written):
                appendReasoning(to: &self)
                let number = calls.count + decided.count + awaiting.count + requestedHandoffs.count
                if number < settings.maxToolCallsPerTurn, let handoff = member.agent.handoff(named: written.name),
                    team.member(handoff.agent) != nil
                {
                    request(handoff, as: written)
                    continue
                }
                let call = plan(written, number: number)
                append(.toolCall(call.call), .toolCalled(call.call))
                guard call.needsApproval(context) else {
                    calls.append(call)
                    continue
                }
                switch replay.decisions[call.call.id] {
                case .approved?: decided.append(call)
                case .rejected(_, let reason)?:
                    decided.append(
                        PlannedCall(refusing: written, id: call.call.id, because: .notApproved(reason: reason)))
                case nil where replay.hasBegun(call.call.id): decided.append(call)
                case nil: awaiting.append(call)
                }
            }
        }
        planned = (calls + decided)[...]
        if let refusal {
            end(.refused(refusal), at: now)
        } else if !planned.isEmpty || !awaiting.isEmpty || !requestedHandoffs.isEmpty {
            return
        } else if let last {
            finish(last)
        } else {
            ending = .modelFailed(ModelFault.emptyResponse)
        }
    }

    private mutating func finish(_ message: AssistantMessage) {
        do throws(ModelFault) {
            let value = try member.agent.output.map { schema throws(ModelFault) in try schema.value(of: message.text) }
            if member.agent.outputGuardrails.isEmpty {
                outputValue = value
                ending = .finalOutput(message.text)
            } else {
                unchecked = (message, value)
            }
        } catch {
            ending = .modelFailed(error)
        }
    }

    private mutating func plan(_ written: ToolCall, number: Int) -> PlannedCall<D> {
        let id = uniqueID(for: written)
        let limit = settings.maxToolCallsPerTurn
        guard number < limit else {
            return PlannedCall(refusing: written, id: id, because: .tooManyCalls(limit: limit))
        }
        return PlannedCall(written, id: id, member: member, settings: settings)
    }

    /// The model's own id where it can be told from all others; some servers count from one in each response. A made one
    /// is the same when the run is gone through again.
    mutating func uniqueID(for call: ToolCall) -> String {
        var taken = callIDs ?? Set(visible.lazy.compactMap { $0.callID })
        callIDs = nil
        defer { callIDs = taken }
        if (1...64).contains(call.id.utf8.count), taken.insert(call.id).inserted { return call.id }
        while true {
            namedCalls += 1
            let id = "call_\(start.runID.prefix(16))_\(namedCalls)"
            if taken.insert(id).inserted { return id }
        }
    }
}

extension Run {
    /// Takes in what became of guardrails of the input or the output.
    mutating func receive(_ finished: [FinishedGuardrail]) {
        for guardrail in finished {
            usage += guardrail.usage
            record(guardrail, under: agentSpan)
            guard !guardrail.wasCancelled else { continue }
            let record = guardrail.record
            guardrails.append(record)
            passed.append(
                JournaledGuardrail(
                    name: record.name, info: record.info, usage: guardrail.usage,
                    start: trace.offset(of: guardrail.start), duration: record.duration))
        }
    }

    /// Takes in a guardrail that let the input pass before an interruption.
    mutating func receive(_ guardrail: JournaledGuardrail) {
        usage += guardrail.usage
        guardrails.append(
            GuardrailRecord(
                name: guardrail.name, stage: .input, isTripped: false, info: guardrail.info,
                duration: guardrail.duration))
        let start = trace.instant(at: guardrail.start)
        trace.record(
            .guardrail, guardrail.name, parent: agentSpan, from: start, to: start + guardrail.duration,
            attributes: GuardrailRecord.attributes(.input, isTripped: false, guardrail.info))
    }

    mutating func record(_ guardrail: FinishedGuardrail, under parent: SpanID) {
        var attributes: JSONObject = ["stage": .string(guardrail.stage.rawValue)]
        var error: String?
        switch guardrail.result {
        case .success(let verdict):
            attributes = GuardrailRecord.attributes(guardrail.stage, isTripped: verdict.isTripped, verdict.info)
        case .failure(let cause): error = String(describing: cause).cut(toBytes: 1_000)
        }
        let span = trace.record(
            .guardrail, guardrail.name, parent: parent, from: guardrail.start, to: guardrail.end,
            attributes: attributes, error: error)
        trace.adopt(guardrail.spans, under: span, from: guardrail.start)
    }

    /// Takes in what the input guardrails decided.
    mutating func receive(input decision: GuardrailDecision, at now: ContinuousClock.Instant) {
        isInputPending = false
        switch decision {
        case .passed: entries.append(.inputPassed(passed))
        case .tripped, .failed:
            dropText()
            stop(decision, at: now)
        }
    }

    /// Takes in what the output guardrails decided about the final output.
    mutating func receive(output decision: GuardrailDecision, at now: ContinuousClock.Instant) {
        guard let output = unchecked else { return }
        unchecked = nil
        if case .passed = decision {
            outputValue = output.value
            ending = .finalOutput(output.message.text)
            tell(.message(output.message))
        } else {
            stop(decision, at: now)
        }
    }

    private mutating func stop(_ decision: GuardrailDecision, at now: ContinuousClock.Instant) {
        switch decision {
        case .passed: break
        case .tripped(let trip): end(.guardrailTripped(trip), at: now)
        case .failed where now >= deadline: end(.deadlineExceeded, at: now)
        case .failed(let failure): end(.guardrailFailed(failure), at: now)
        }
    }
}

extension GuardrailRecord {
    fileprivate static func attributes(_ stage: Stage, isTripped: Bool, _ info: JSONValue) -> JSONObject {
        var attributes: JSONObject = ["stage": .string(stage.rawValue), "tripped": .bool(isTripped)]
        if !info.isNull { attributes["info"] = info }
        return attributes
    }
}

extension ModelResponse {
    /// Without what can't be kept: reasoning that couldn't be read again, since it doesn't name itself as that, and all
    /// but the beginning of arguments that nobody will look at.
    fileprivate func storable(_ settings: RunSettings) -> ModelResponse {
        if output.allSatisfy({ $0.isStorable(settings) }) { return self }
        let kept = output.compactMap { output -> ModelOutput? in
            if output.isStorable(settings) { return output }
            guard case .toolCall(let call) = output else { return nil }
            // The longest character has four bytes, so it stays too long.
            let beginning = call.arguments.cut(toBytes: settings.maxArgumentBytes + 4)
            return .toolCall(ToolCall(id: call.id, name: call.name, arguments: beginning, itemID: call.itemID))
        }
        return ModelResponse(id: id, output: kept, usage: usage, metadata: metadata)
    }
}

extension ModelOutput {
    fileprivate func isStorable(_ settings: RunSettings) -> Bool {
        switch self {
        case .reasoning(let item): item["type"] == "reasoning"
        case .toolCall(let call): call.arguments.utf8.count <= settings.maxArgumentBytes + 4
        case .message, .refusal: true
        }
    }
}

extension Item {
    fileprivate var callID: String? { if case .toolCall(let call) = self { call.id } else { nil } }
}
