import Formats

extension Run {
    /// Takes in what a tool call came to.
    mutating func receive(_ finished: FinishedCall<D>) {
        let record = finished.record
        var contextAfter: D.Context?
        switch finished.change {
        case .none: break
        case .update(let update):
            update(&context)
            contextAfter = context
        case .restore(let stored): context = stored
        }
        effects += finished.effects
        let isStop = record.failure == nil && member.agent.toolUse.stops(after: record.name)
        if isStop, ending == nil { ending = .stoppedAfter(tool: record.name, output: finished.output) }
        append(
            .toolOutput(callID: record.callID, output: record.output),
            .toolAnswered(callID: record.callID, output: record.output))
        toolCalls.append(record)
        if !finished.guardrails.isEmpty { guardrails += finished.guardrails.map { $0.record } }
        if finished.isRestored {
            replayedUntil = finished.start + record.duration
        } else if record.failure?.isForJournal ?? true {
            entries.append(
                .finished(
                    JournaledCall(
                        callID: record.callID, output: record.output, value: isStop ? finished.output : nil,
                        failure: record.failure, effects: finished.effects, context: contextAfter,
                        start: trace.offset(of: finished.start), duration: record.duration)))
        }
        var attributes: JSONObject = [
            "call_id": .string(record.callID), "turn": .integer(Int64(turns)), "arguments": .string(record.arguments),
            "output": .string(record.output),
        ]
        if let effect = record.effect { attributes["effect"] = .string(effect.rawValue) }
        let span = trace.record(
            .tool, record.name, parent: agentSpan, from: finished.start, to: finished.start + record.duration,
            attributes: attributes, error: record.failure?.traceText)
        for guardrail in finished.guardrails { self.record(guardrail, under: span) }
        guard ending.map({ !$0.isFinal }) ?? true else { return }
        switch record.failure {
        case .tripped(let trip): end(.guardrailTripped(trip), at: finished.start + record.duration)
        case .unverified: end(.effectUnverified([finished.call]), at: finished.start + record.duration)
        default: break
        }
    }

    /// Notes that a call whose effect is outside is about to begin.
    mutating func intend(_ call: PlannedCall<D>) { entries.append(.intended(callID: call.call.id)) }

    /// What the journal knows of a call.
    mutating func restored(_ call: PlannedCall<D>) -> FinishedCall<D>? {
        guard let stored = replay.calls.removeValue(forKey: call.call.id) else { return nil }
        return FinishedCall(
            restoring: stored, of: call, agent: member.agent.name, start: trace.instant(at: stored.start))
    }

    func wasIntended(_ call: PlannedCall<D>) -> Bool { replay.intended.contains(call.call.id) }
}

extension Run {
    /// Notes that the model wants to hand over.
    mutating func request(_ handoff: Handoff<D>, as written: ToolCall) {
        let id = uniqueID(for: written)
        let planned = PlannedHandoff(written, id: id, handoff, settings: settings)
        append(.toolCall(planned.call), .handoffRequested(planned.call))
        requestedHandoffs.append(planned)
    }

    /// Follows the first hand-off of the turn and answers the others.
    mutating func handOver(at now: ContinuousClock.Instant) {
        let requested = requestedHandoffs
        requestedHandoffs = []
        for ignored in requested.dropFirst() {
            append(
                .toolOutput(callID: ignored.call.id, output: Handoff<D>.ignored),
                .toolAnswered(callID: ignored.call.id, output: Handoff<D>.ignored))
        }
        guard let chosen = requested.first else { return }
        guard handoffCount < settings.maxHandoffs, let next = team.member(chosen.handoff.agent) else {
            answer(chosen, .tooManyHandoffs(limit: settings.maxHandoffs), at: now)
            return
        }
        switch chosen.accept {
        case .failure(let failure): answer(chosen, failure, at: now)
        case .success(let accept):
            accept(&context)
            handoffCount += 1
            append(
                .toolOutput(callID: chosen.call.id, output: chosen.handoff.output),
                .handedOff(callID: chosen.call.id, to: next.agent.name))
            trace.record(
                .handoff, next.agent.name, parent: agentSpan, from: now, to: now,
                attributes: [
                    "from": .string(member.agent.name), "to": .string(next.agent.name), "turn": .integer(Int64(turns)),
                    "call_id": .string(chosen.call.id),
                ])
            trace.close(agentSpan, at: now, attributes: agentAttributes("handed_off"), error: nil)
            if let history = chosen.handoff.history { visible = settings.history.trim(history(visible)) }
            member = next
            agentSpan = trace.open(.agent, next.agent.name, at: now)
        }
    }

    /// Answers a hand-off that is not followed.
    mutating func answer(_ handoff: PlannedHandoff<D>, _ failure: ToolFailure, at now: ContinuousClock.Instant) {
        let output = failure.output.text
        append(
            .toolOutput(callID: handoff.call.id, output: output),
            .toolAnswered(callID: handoff.call.id, output: output))
        trace.record(
            .handoff, handoff.handoff.agent, parent: agentSpan, from: now, to: now,
            attributes: ["from": .string(member.agent.name), "to": .string(handoff.handoff.agent)],
            error: failure.traceText)
    }

    func agentAttributes(_ ending: String) -> JSONObject {
        [
            "ending": .string(ending), "turns": .integer(Int64(turns)),
            "tools": .array(member.agent.tools.map { .string($0.definition.name) }),
            "handoffs": .array(member.agent.handoffs.map { .string($0.agent) }),
        ]
    }
}

extension Run {
    /// All that came of the run, its spans closed.
    mutating func outcome(_ ending: RunEnding, at now: ContinuousClock.Instant) -> RunResult<D> {
        trace.close(
            agentSpan, at: now, attributes: agentAttributes(ending.label),
            error: ending.isComplete || ending.isPaused ? nil : ending.label)
        return RunResult(
            ending: ending, outputValue: outputValue, items: added, effects: effects, context: context, usage: usage,
            modelCalls: modelCalls, toolCalls: toolCalls, guardrails: guardrails, trace: trace,
            lastAgent: member.agent.name,
            journal: entries)
    }
}

extension RunEnding {
    var isPaused: Bool { if case .paused = self { true } else { false } }

    /// Whether nothing further may be done. After a stop tool the other calls of the turn still are.
    var isFinal: Bool { if case .stoppedAfter = self { false } else { true } }
}

extension ToolFailure {
    /// Whether the call needn't be looked at again when the run is resumed.
    fileprivate var isForJournal: Bool {
        switch self {
        case .abandoned, .unverified, .tripped: false
        default: true
        }
    }
}

extension ToolUse {
    fileprivate func stops(after tool: String) -> Bool {
        if case .stopAfter(let names) = self { names.contains(tool) } else { false }
    }
}
