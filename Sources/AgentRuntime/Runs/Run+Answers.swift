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
                .generation, agent.model.name, parent: agentSpan, from: start, to: end,
                attributes: ["turn": .integer(Int64(turns)), "items": .integer(Int64(visible.count))],
                error: String(describing: error).cut(toBytes: 1_000))
        case .success(let response):
            entries.append(
                .answered(JournaledAnswer(response: response, start: trace.offset(of: start), duration: end - start)))
            take(response, from: start, to: end)
        }
    }

    /// Takes in an answer that the journal has.
    mutating func receive(_ answer: JournaledAnswer) {
        let start = trace.instant(at: answer.start)
        take(answer.response, from: start, to: start + answer.duration)
    }

    private mutating func take(
        _ response: ModelResponse, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        usage += response.usage
        modelCalls.append(
            ModelCallRecord(
                agent: agent.name, model: agent.model.name, responseID: response.id, usage: response.usage,
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
        take(response.output)
        attributes["output"] = .array(added[firstItem...].map(\.json))
        trace.record(.generation, agent.model.name, parent: agentSpan, from: start, to: end, attributes: attributes)
    }

    private mutating func take(_ output: [ModelOutput]) {
        var text: String?
        var refusal: String?
        var calls: [PlannedCall<D>] = []
        var decided: [PlannedCall<D>] = []
        for output in output {
            switch output {
            case .message(let message):
                guard message.text.contains(where: { !$0.isWhitespace }) else { continue }
                append(.assistant(message))
                news.append(.message(message))
                text = message.text
            case .reasoning(let item):
                append(.reasoning(item))
                news.append(.reasoning)
            case .refusal(let words): refusal = words
            case .toolCall(let written):
                let number = calls.count + decided.count + awaiting.count + requestedHandoffs.count
                if number < settings.maxToolCallsPerTurn, let handoff = agent.handoff(named: written.name) {
                    request(handoff, as: written)
                    continue
                }
                let call = plan(written, number: number)
                append(.toolCall(call.call))
                news.append(.toolCalled(call.call))
                guard call.needsApproval(context) else {
                    calls.append(call)
                    continue
                }
                switch replay.decisions[call.call.id] {
                case .approved?: decided.append(call)
                case .rejected(_, let reason)?:
                    decided.append(
                        PlannedCall(refusing: written, id: call.call.id, because: .notApproved(reason: reason)))
                case nil: awaiting.append(call)
                }
            }
        }
        calls += decided
        if !calls.isEmpty || !awaiting.isEmpty || !requestedHandoffs.isEmpty {
            planned = calls[...]
        } else if let refusal {
            ending = .refused(refusal)
        } else if let text {
            finish(text)
        } else {
            ending = .modelFailed(ModelFault.emptyResponse)
        }
    }

    private mutating func finish(_ text: String) {
        do throws(ModelFault) {
            let value = try agent.output.map { schema throws(ModelFault) in try schema.value(of: text) }
            if agent.outputGuardrails.isEmpty {
                outputValue = value
                ending = .finalOutput(text)
            } else {
                unchecked = (text, value)
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
        var taken = callIDs ?? Set(visible.lazy.compactMap(\.callID))
        callIDs = nil
        defer { callIDs = taken }
        if (1...64).contains(call.id.utf8.count), taken.insert(call.id).inserted { return call.id }
        var number = taken.count + 1
        while true {
            let id = "call_\(start.runID.prefix(16))_\(number)"
            if taken.insert(id).inserted { return id }
            number += 1
        }
    }
}

extension Run {
    /// Takes in what became of input guardrails.
    mutating func receive(_ finished: [FinishedGuardrail]) {
        for guardrail in finished {
            guardrails.append(guardrail.record)
            var attributes: JSONObject = ["stage": .string(guardrail.stage.rawValue)]
            var error: String?
            var spans: [RunSpan] = []
            switch guardrail.result {
            case .success(let verdict):
                usage += verdict.usage
                spans = verdict.spans
                attributes["tripped"] = .bool(verdict.isTripped)
                if !verdict.info.isNull { attributes["info"] = verdict.info }
            case .failure(let cause): error = String(describing: cause).cut(toBytes: 1_000)
            }
            let span = trace.record(
                .guardrail, guardrail.name, parent: agentSpan, from: guardrail.start, to: guardrail.end,
                attributes: attributes, error: error)
            trace.adopt(spans, under: span, from: guardrail.start)
        }
    }

    /// Takes in what the input guardrails decided.
    mutating func receive(input decision: GuardrailDecision, at now: ContinuousClock.Instant) {
        isInputPending = false
        switch decision {
        case .passed: entries.append(.inputPassed)
        case .tripped, .failed: stop(decision, at: now)
        }
    }

    /// Takes in what the output guardrails decided about the final output.
    mutating func receive(output decision: GuardrailDecision, at now: ContinuousClock.Instant) {
        guard let output = unchecked else { return }
        unchecked = nil
        if case .passed = decision {
            outputValue = output.value
            ending = .finalOutput(output.text)
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

extension Item {
    fileprivate var callID: String? { if case .toolCall(let call) = self { call.id } else { nil } }
}
