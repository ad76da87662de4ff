import Formats

/// A guardrail that came to its end.
struct FinishedGuardrail: Sendable {
    let name: String
    let stage: GuardrailRecord.Stage
    let start: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    let result: Result<GuardrailVerdict, any Error>
    /// Of the agent that decided, or did not come to a decision.
    let usage: Usage
    let spans: [RunSpan]
    /// It was stopped before it could decide: it counts for usage and trace, and nothing else is told of it.
    var wasCancelled = false

    init(
        _ name: String, _ stage: GuardrailRecord.Stage, _ outcome: Limited<GuardrailVerdict>,
        from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
    ) {
        self.name = name
        self.stage = stage
        self.start = start
        self.end = end
        result = outcome.inTime ?? .failure(DeadlineExceeded())
        switch outcome.result {
        case .success(let verdict):
            usage = verdict.usage
            spans = verdict.spans
        case .failure(let error):
            let undecided = error as? AgentUndecided
            usage = undecided?.usage ?? Usage()
            spans = undecided?.spans ?? []
        }
    }

    /// Why the run has to stop; `nil` when it passed.
    var stop: GuardrailDecision? {
        switch result {
        case .success(let verdict) where verdict.isTripped:
            .tripped(GuardrailTrip(guardrail: name, stage: stage, info: verdict.info))
        case .success: nil
        case .failure(let error): .failed(GuardrailFailed(guardrail: name, cause: error))
        }
    }

    var record: GuardrailRecord {
        let verdict = try? result.get()
        return GuardrailRecord(
            name: name, stage: stage, isTripped: verdict?.isTripped ?? true, info: verdict?.info ?? .null,
            duration: end - start)
    }
}

enum GuardrailDecision: Sendable {
    case passed
    case tripped(GuardrailTrip)
    case failed(GuardrailFailed)
}
