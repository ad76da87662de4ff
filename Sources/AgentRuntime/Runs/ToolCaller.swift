import Formats

/// Carries out tool calls that all see the same context.
struct ToolCaller<D: Domain>: Sendable {
    private let agentName: String
    private let runID: String
    private let context: D.Context
    private let settings: RunSettings
    private let deadline: ContinuousClock.Instant
    private let hooks: HookList

    init(_ run: Run<D>, hooks: HookList) {
        agentName = run.member.agent.name
        runID = run.start.runID
        context = run.context
        settings = run.settings
        deadline = run.deadline
        self.hooks = hooks
    }

    /// - Parameter wasIntended: The call may have been made before an interruption: it is looked for first.
    func carryOut(_ call: PlannedCall<D>, wasIntended: Bool = false) async -> FinishedCall<D> {
        let clock = settings.clock
        let start = clock.now
        guard let tool = call.tool, case .success(let work) = call.work else {
            return FinishedCall(
                call, .failure(call.failure), agent: agentName, maxOutputBytes: settings.maxOutputBytes, from: start,
                to: start)
        }
        await hooks.tell { await $0.toolStarted(call.call, tool.effect) }
        let limit = min(start + (tool.timeout ?? settings.toolTimeout), deadline)
        let context = ToolContext<D>(
            callID: call.call.id, idempotencyKey: "\(runID)/\(call.call.id)", agentName: agentName, context: context,
            deadline: limit)
        var attempt = Attempt(context: context, clock: clock)
        let refusal = await attempt.check(tool.guardrails, call.arguments, isInput: true)
        var result: Result<ToolResult<D>, ToolFailure>
        if let refusal {
            result = .failure(refusal)
        } else if wasIntended {
            result = await look(call, work, context, until: limit, start)
        } else {
            result = await make(call, work, context, until: limit, start)
        }
        var replacement: String?
        if case .success(let answer) = result,
            let withheld = await attempt.check(tool.guardrails, answer.output, isInput: false)
        {
            // The tool has done its work, whatever is wrong with its words.
            if case .tripped = withheld { result = .failure(withheld) } else { replacement = withheld.withheldText }
        }
        let finished = FinishedCall(
            call, result, replacement: replacement, guardrails: attempt.guardrails,
            agent: agentName, maxOutputBytes: settings.maxOutputBytes, from: start, to: clock.now)
        for guardrail in attempt.guardrails { await hooks.tell { await $0.guardrailEnded(guardrail.record) } }
        await hooks.tell { await $0.toolEnded(finished.record) }
        return finished
    }

    private func make(
        _ call: PlannedCall<D>, _ work: Tool<D>.Prepared, _ context: ToolContext<D>,
        until limit: ContinuousClock.Instant,
        _ start: ContinuousClock.Instant
    ) async -> Result<ToolResult<D>, ToolFailure> {
        let answer = await limited(until: limit, by: settings.clock) { try await work.call(context) }
        switch answer.result {
        // What happened outside has happened, however late that is known.
        case .success(let result) where !answer.isLate || call.isOutside: return .success(result)
        case .failure(let error as ToolError) where !answer.isLate || call.isOutside: return .failure(.refused(error))
        case .failure(let error) where !answer.isLate: return .failure(failure(for: error, isOutside: call.isOutside))
        case .success, .failure: return .failure(call.isOutside ? .unverified : .timedOut(after: limit - start))
        }
    }

    private func look(
        _ call: PlannedCall<D>, _ work: Tool<D>.Prepared, _ context: ToolContext<D>,
        until limit: ContinuousClock.Instant, _ start: ContinuousClock.Instant
    ) async -> Result<ToolResult<D>, ToolFailure> {
        guard let look = work.look else { return await make(call, work, context, until: limit, start) }
        switch await limited(until: limit, by: settings.clock, { try await look(context) }).inTime {
        case .success(.happened(let result))?: return .success(result)
        case .success(.didNotHappen)?: return await make(call, work, context, until: limit, start)
        case .success(.unknown)?, .failure?, nil: return .failure(.unverified)
        }
    }

    private func failure(for error: any Error, isOutside: Bool) -> ToolFailure {
        if let trip = error as? GuardrailTrip { return .tripped(trip) }
        if Task.isCancelled { return isOutside ? .unverified : .abandoned }
        return .threw(description: String(describing: error).cut(toBytes: 1_000))
    }
}

/// One call on its way through its tool's guardrails.
private struct Attempt<D: Domain> {
    let context: ToolContext<D>
    let clock: any RunClock
    var guardrails: [FinishedGuardrail] = []

    /// - Returns: why the call, or its output, doesn't pass; `nil` when it does.
    mutating func check(_ checks: [ToolGuardrail<D>], _ value: JSONValue, isInput: Bool) async -> ToolFailure? {
        for guardrail in checks {
            let check: @Sendable (JSONValue, ToolContext<D>) async throws -> ToolVerdict
            switch guardrail.check {
            case .input(let given) where isInput: check = given
            case .output(let given) where !isInput: check = given
            default: continue
            }
            let start = clock.now
            let context = context
            let answer = await limited(until: context.deadline, by: clock) { try await check(value, context) }
            let verdict = Limited(result: answer.result.map(\.verdict), isLate: answer.isLate)
            guardrails.append(FinishedGuardrail(guardrail.name, .tool, verdict, from: start, to: clock.now))
            switch answer.inTime ?? .failure(DeadlineExceeded()) {
            case .success(.passed): continue
            case .success(.rejected(let text)): return .rejected(text)
            case .success(.tripped(let info)):
                return .tripped(GuardrailTrip(guardrail: guardrail.name, stage: .tool, info: info))
            case .failure where Task.isCancelled: return .abandoned
            case .failure(let error): return .threw(description: String(describing: error).cut(toBytes: 1_000))
            }
        }
        return nil
    }
}

extension ToolVerdict {
    /// As the trace and the records have it.
    fileprivate var verdict: GuardrailVerdict {
        switch self {
        case .passed: .passed()
        case .rejected(let text): .passed(["rejected": .string(text)])
        case .tripped(let info): .tripped(info)
        }
    }
}

extension ToolFailure {
    /// What the model reads in place of an output that its guardrails did not let pass.
    fileprivate var withheldText: String {
        if case .rejected(let text) = self {
            text
        } else {
            "The tool has done its work. Its output could not be checked."
        }
    }
}

extension PlannedCall {
    fileprivate var failure: ToolFailure { if case .failure(let failure) = work { failure } else { .abandoned } }
}
