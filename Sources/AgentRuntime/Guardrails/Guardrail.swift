package import Formats

/// A check of what the customer wrote, made once when a run begins.
///
/// Guardrails run at the same time as the first model call, unless they are blocking; one that trips stops the run and
/// cancels the call. Until all have decided, no tool with an effect is called, nobody hands over, the model isn't asked a
/// second time, and no text leaves the run.
package struct InputGuardrail<D: Domain>: Sendable {
    package let name: String
    /// Decides before the model is asked at all.
    package let isBlocking: Bool
    /// Throwing ends the run: what could not be checked has not passed. Cancelled at the run's deadline.
    let check: @Sendable (GuardrailInput<D>) async throws -> GuardrailVerdict

    package init(
        _ name: String, isBlocking: Bool = false,
        check: @escaping @Sendable (GuardrailInput<D>) async throws -> GuardrailVerdict
    ) {
        self.name = name
        self.isBlocking = isBlocking
        self.check = check
    }
}

/// A check of a run's final output, before anybody sees it. All of an agent's run at the same time; the first that trips
/// cancels the others and ends the run.
package struct OutputGuardrail<D: Domain>: Sendable {
    package let name: String
    let check: @Sendable (GuardrailOutput<D>) async throws -> GuardrailVerdict

    package init(_ name: String, check: @escaping @Sendable (GuardrailOutput<D>) async throws -> GuardrailVerdict) {
        self.name = name
        self.check = check
    }
}

package struct GuardrailInput<D: Domain>: Sendable {
    package let agent: String
    package let messages: [InputMessage]
    package let context: D.Context
    let surroundings: RunSurroundings

    /// Read against the run's clock.
    package var deadline: ContinuousClock.Instant { surroundings.deadline }

    /// All messages, a line between them.
    package var text: String { messages.map(\.text).joined(separator: "\n") }
}

package struct GuardrailOutput<D: Domain>: Sendable {
    package let agent: String
    package let text: String
    /// For an agent with structured output.
    package let value: JSONValue?
    package let context: D.Context
    let surroundings: RunSurroundings

    /// Read against the run's clock.
    package var deadline: ContinuousClock.Instant { surroundings.deadline }
}

/// What a guardrail shares with the run it guards.
struct RunSurroundings: Sendable {
    let groupID: String
    let deadline: ContinuousClock.Instant
    let clock: any RunClock
}

package struct GuardrailVerdict: Sendable {
    package let isTripped: Bool
    /// What was found, for the trace and the host.
    package let info: JSONValue
    /// Of the agent that decided, if it was one.
    let usage: Usage
    let spans: [RunSpan]

    package static func passed(_ info: JSONValue = .null) -> GuardrailVerdict { GuardrailVerdict(false, info) }
    package static func tripped(_ info: JSONValue = .null) -> GuardrailVerdict { GuardrailVerdict(true, info) }

    init(_ isTripped: Bool, _ info: JSONValue, usage: Usage = Usage(), spans: [RunSpan] = []) {
        self.isTripped = isTripped
        self.info = info
        self.usage = usage
        self.spans = spans
    }
}

/// The guardrail that stopped a run. A tool that finds out by itself throws it.
package struct GuardrailTrip: Error, Equatable {
    package let guardrail: String
    package let stage: GuardrailRecord.Stage
    package let info: JSONValue

    package init(guardrail: String, stage: GuardrailRecord.Stage, info: JSONValue) {
        self.guardrail = guardrail
        self.stage = stage
        self.info = info
    }
}

/// What became of one guardrail.
package struct GuardrailRecord: Sendable {
    package enum Stage: String, Sendable {
        case input, output
        case tool
    }

    package let name: String
    package let stage: Stage
    package let isTripped: Bool
    package let info: JSONValue
    package let duration: Duration
}

/// A guardrail could not decide.
package struct GuardrailFailed: Error {
    package let guardrail: String
    /// What it threw, or `DeadlineExceeded`.
    package let cause: any Error
}
