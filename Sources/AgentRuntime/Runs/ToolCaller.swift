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
        agentName = run.agent.name
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
        var attempt = Attempt(call: call, context: context, clock: clock)
        var result = await attempt.check(tool.guardrails, call.arguments, isInput: true)
        if result == nil {
            result =
                wasIntended
                ? await look(call, work, context, until: limit, start)
                : await make(call, work, context, until: limit, start)
        }
        var replacement: String?
        if case .success(let answer)? = result,
            let failure = await attempt.check(tool.guardrails, answer.output, isInput: false)
        {
            if case .failure(.rejected(let text)) = failure { replacement = text } else { result = failure }
        }
        let finished = FinishedCall(
            call, result ?? .failure(.abandoned), replacement: replacement, guardrails: attempt.guardrails,
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
        // What was cut off outside may have happened all the same.
        guard let answer else { return .failure(call.isOutside ? .unverified : .timedOut(after: limit - start)) }
        return answer.mapError { failure(for: $0, isOutside: call.isOutside) }
    }

    private func look(
        _ call: PlannedCall<D>, _ work: Tool<D>.Prepared, _ context: ToolContext<D>,
        until limit: ContinuousClock.Instant, _ start: ContinuousClock.Instant
    ) async -> Result<ToolResult<D>, ToolFailure> {
        guard let look = work.look else { return await make(call, work, context, until: limit, start) }
        switch await limited(until: limit, by: settings.clock, { try await look(context) }) {
        case .success(.happened(let result))?: return .success(result)
        case .success(.didNotHappen)?: return await make(call, work, context, until: limit, start)
        case .success(.unknown)?, .failure?, nil: return .failure(.unverified)
        }
    }

    private func failure(for error: any Error, isOutside: Bool) -> ToolFailure {
        if let error = error as? ToolError { return .refused(error) }
        if let trip = error as? GuardrailTrip { return .tripped(trip) }
        if Task.isCancelled { return isOutside ? .unverified : .abandoned }
        return .threw(description: String(describing: error).cut(toBytes: 1_000))
    }
}

/// One call on its way through its tool's guardrails.
private struct Attempt<D: Domain> {
    let call: PlannedCall<D>
    let context: ToolContext<D>
    let clock: any RunClock
    var guardrails: [FinishedGuardrail] = []

    /// - Returns: why the call, or its output, doesn't pass; `nil` when it does.
    mutating func check(
        _ checks: [ToolGuardrail<D>], _ value: JSONValue, isInput: Bool
    ) async -> Result<ToolResult<D>, ToolFailure>? {
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
            let verdict = answer ?? .failure(DeadlineExceeded())
            guardrails.append(
                FinishedGuardrail(
                    name: guardrail.name, stage: .tool, start: start, end: clock.now,
                    result: verdict.map { verdict in
                        if case .tripped(let info) = verdict { .tripped(info) } else { .passed() }
                    }))
            switch verdict {
            case .success(.passed): continue
            case .success(.rejected(let text)): return .failure(.rejected(text))
            case .success(.tripped(let info)):
                return .failure(.tripped(GuardrailTrip(guardrail: guardrail.name, stage: .tool, info: info)))
            case .failure(let error):
                return .failure(.threw(description: String(describing: error).cut(toBytes: 1_000)))
            }
        }
        return nil
    }
}

extension PlannedCall {
    fileprivate var failure: ToolFailure { if case .failure(let failure) = work { failure } else { .abandoned } }
}
