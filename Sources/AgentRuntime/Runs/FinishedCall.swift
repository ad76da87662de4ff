import Formats

/// A tool call that came to its end.
struct FinishedCall<D: Domain>: Sendable {
    /// What the call does to the shared context.
    enum Change: Sendable {
        case none
        case update(@Sendable (inout D.Context) -> Void)
        /// As the journal has it.
        case restore(D.Context)
    }

    let call: ToolCall
    let record: ToolCallRecord
    let start: ContinuousClock.Instant
    /// What the tool answered; null when it failed, or the journal needn't know.
    let output: JSONValue
    let effects: [D.Effect]
    let change: Change
    let guardrails: [FinishedGuardrail]
    /// It was carried out before an interruption, and the journal has it.
    let isRestored: Bool

    init(
        _ call: PlannedCall<D>, _ result: Result<ToolResult<D>, ToolFailure>, replacement: String? = nil,
        guardrails: [FinishedGuardrail] = [], agent: String, maxOutputBytes: Int,
        from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        self.call = call.call
        self.start = start
        self.guardrails = guardrails
        isRestored = false
        switch result {
        case .success(let result):
            output = result.output
            effects = result.effects
            change = result.updateContext.map { .update($0) } ?? .none
            record = call.record(
                agent: agent, output: Self.bounded(replacement ?? result.output.toolText, maxOutputBytes),
                after: end - start)
        case .failure(let failure):
            output = .null
            effects = []
            change = .none
            record = call.record(
                agent: agent, output: failure.output.text, failure: failure, after: end - start)
        }
    }

    /// A call that wasn't carried out: because of its own fault, or because the run ended.
    init(abandoning call: PlannedCall<D>, agent: String, at now: ContinuousClock.Instant) {
        let failure = if case .failure(let failure) = call.work { failure } else { ToolFailure.abandoned }
        self.init(call, .failure(failure), agent: agent, maxOutputBytes: 0, from: now, to: now)
    }

    /// A call as the journal has it.
    init(restoring stored: JournaledCall<D>, of call: PlannedCall<D>, agent: String, start: ContinuousClock.Instant) {
        self.call = call.call
        self.start = start
        guardrails = []
        isRestored = true
        output = stored.value ?? .null
        effects = stored.effects
        change = stored.context.map { .restore($0) } ?? .none
        record = call.record(
            agent: agent, output: stored.output, failure: stored.failure, after: stored.duration)
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        let count = text.utf8.count
        guard count > limit else { return text }
        let beginning = text.cut(toBytes: limit)
        return "\(beginning)\n[Cut: these are the first \(beginning.utf8.count) of \(count) bytes.]"
    }
}

extension JSONValue {
    /// As a model reads a tool's output: text as it is, anything else as JSON.
    fileprivate var toolText: String { if case .string(let text) = self { text } else { text } }
}

extension PlannedCall {
    fileprivate func record(
        agent: String, output: String, failure: ToolFailure? = nil, after duration: Duration
    ) -> ToolCallRecord {
        ToolCallRecord(
            callID: call.id, agent: agent, name: call.name, arguments: writtenArguments, output: output,
            effect: tool?.effect, failure: failure, duration: duration)
    }
}
