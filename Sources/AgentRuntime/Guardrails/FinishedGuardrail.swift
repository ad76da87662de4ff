import Formats

/// A guardrail that came to its end.
struct FinishedGuardrail: Sendable {
    let name: String
    let stage: GuardrailRecord.Stage
    let start: ContinuousClock.Instant
    let end: ContinuousClock.Instant
    let result: Result<GuardrailVerdict, any Error>
    /// It was stopped before it could decide; nothing is told of it.
    var wasCancelled = false

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
