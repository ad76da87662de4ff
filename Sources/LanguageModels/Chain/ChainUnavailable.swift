import AgentRuntime
import Telemetry

/// No model of a chain was asked: all rest after failures, or their accounts are empty.
package struct ChainUnavailable: ModelTrouble, Equatable, LoggableError {
    /// In the order of the links.
    package let fallbacks: [Fallback]

    /// Why the last model was passed over.
    package var kind: String { fallbacks.last?.reason ?? "unavailable" }

    package var logText: String {
        "No model can be asked: \(fallbacks.map { "\($0.model) \($0.reason)" }.joined(separator: ", "))."
    }
}

/// Why a model of a chain didn't answer.
package struct Fallback: Equatable, Sendable {
    package let model: String
    /// An error's kind, `breaker_open`, `quota_exhausted`, `over_budget`, `ledger_failed`, `empty_answer` or `error`.
    package let reason: String
}
