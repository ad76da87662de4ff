package import Formats

package import struct FoundationEssentials.Date

/// A step of a run that must not be taken twice. A run is told by its entries in order, and goes on from the last.
package enum JournalEntry<D: Domain>: Sendable {
    case started(RunStart)
    /// The input guardrails let the messages pass.
    case inputPassed([JournaledGuardrail])
    /// Stored before anything the model asked for is done. A final text is stored by the host's commit alone.
    case answered(JournaledAnswer)
    /// A call of a tool outside the host's data is about to begin.
    case intended(callID: String)
    /// A call has its output. Calls that were abandoned, are unverified or tripped a guardrail have none for the journal:
    /// a run that is resumed looks at them anew.
    case finished(JournaledCall<D>)
    /// Somebody decided about a call that waits for approval.
    case decided(callID: String, ApprovalDecision)
}

/// How a run began.
package struct RunStart: Equatable, Sendable {
    package let agent: String
    /// Told apart from every other run; the idempotency keys of its calls begin with it.
    package let runID: String
    package let traceID: TraceID
    package let startedAt: Date
    /// The messages that the run answers. Later ones wait for the next run.
    package let input: [InputMessage]
}

package struct JournaledAnswer: Equatable, Sendable {
    package let response: ModelResponse
    /// Since the trace's start.
    package let start: Duration
    package let duration: Duration
}

package struct JournaledGuardrail: Equatable, Sendable {
    package let name: String
    package let info: JSONValue
    /// Of the agent that decided, if it was one.
    package let usage: Usage
    /// Since the trace's start.
    package let start: Duration
    package let duration: Duration
}

package struct JournaledCall<D: Domain>: Sendable {
    package let callID: String
    /// As the model reads it.
    package let output: String
    /// What the tool answered, where the run may end with it.
    package let value: JSONValue?
    package let failure: ToolFailure?
    package let effects: [D.Effect]
    /// After the call; `nil` when it left the context as it was.
    package let context: D.Context?
    /// Since the trace's start.
    package let start: Duration
    package let duration: Duration
}

package enum ApprovalDecision: Equatable, Sendable {
    case approved(by: String)
    /// The model is told why, and goes on without.
    case rejected(by: String, reason: String)
}

/// Where the entries of a run are kept, beside the data that it works on.
package protocol RunJournal<D>: Sendable {
    associatedtype D: Domain

    /// Keeps all of these entries in their order, or none. When this returns they outlive the process.
    ///
    /// - Throws: whatever makes going on wrong, above all that the conversation is no longer ours. The run ends with
    ///   `RunEnding.journalFailed`.
    func append(_ entries: [JournalEntry<D>]) async throws
}
