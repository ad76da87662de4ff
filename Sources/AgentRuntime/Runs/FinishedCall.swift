import Formats

/// A tool call that came to its end.
struct FinishedCall<D: Domain>: Sendable {
    let record: ToolCallRecord
    let start: ContinuousClock.Instant
    /// `nil` when it failed.
    let result: ToolResult<D>?

    init(
        _ call: PlannedCall<D>, _ result: Result<ToolResult<D>, ToolFailure>, maxOutputBytes: Int,
        from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        self.start = start
        switch result {
        case .success(let result):
            self.result = result
            record = call.record(output: Self.bounded(result.output.text, maxOutputBytes), after: end - start)
        case .failure(let failure):
            self.result = nil
            record = call.record(output: failure.output.text, failure: failure, after: end - start)
        }
    }

    /// A call that wasn't carried out: because of its own fault, or because the run ended.
    init(abandoning call: PlannedCall<D>, at now: ContinuousClock.Instant) {
        let failure = if case .failure(let failure) = call.work { failure } else { ToolFailure.abandoned }
        start = now
        result = nil
        record = call.record(output: failure.output.text, failure: failure, after: .zero)
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        let count = text.utf8.count
        guard count > limit else { return text }
        let beginning = text.cut(toBytes: limit)
        return "\(beginning)\n[Cut: these are the first \(beginning.utf8.count) of \(count) bytes.]"
    }
}

extension PlannedCall {
    fileprivate func record(output: String, failure: ToolFailure? = nil, after duration: Duration) -> ToolCallRecord {
        ToolCallRecord(
            callID: call.id, name: call.name, arguments: writtenArguments, output: output, effect: tool?.effect,
            failure: failure, duration: duration)
    }
}
