package import Formats

/// All that came of a run, however it ended. The host decides what it accepts: the effects were staged, not carried out.
package struct RunResult<D: Domain>: Sendable {
    package let ending: RunEnding
    /// The final output as a value, for an agent with structured output.
    package let outputValue: JSONValue?
    /// What the run added to the conversation, without the input. Every tool call in it has exactly one output, but for
    /// those that a paused run waits for.
    package let items: [Item]
    /// In the order in which they were staged.
    package let effects: [D.Effect]
    package let context: D.Context
    /// Of all that was answered, once each, whoever asked: also of agents that are guardrails, and of what was answered
    /// before an interruption.
    package let usage: Usage
    package let modelCalls: [ModelCallRecord]
    package let toolCalls: [ToolCallRecord]
    package let guardrails: [GuardrailRecord]
    /// Begun by the host, with the spans of this run added; all of them closed.
    package let trace: Trace
    package let lastAgent: String
    /// All that is needed to go on with a run that is paused.
    package let journal: [JournalEntry<D>]
}

package enum RunEnding: Sendable {
    /// The model answered without calling a tool. Never blank.
    case finalOutput(String)
    /// A tool named in `ToolUse.stopAfter` succeeded.
    case stoppedAfter(tool: String, output: JSONValue)
    /// Calls wait for somebody's approval. ``Runner`` goes on with the result's journal and their decisions.
    case paused([ToolCall])
    /// The model declined to answer, in these words.
    case refused(String)
    case guardrailTripped(GuardrailTrip)
    case guardrailFailed(GuardrailFailed)
    /// The model still wanted to go on.
    case maxTurns(Int)
    /// What the next model call could use would go beyond the run's budget.
    case budgetExceeded
    case deadlineExceeded
    case modelFailed(any Error)
    /// A tool outside the host's data was begun before an interruption, and nobody knows what became of it. Calls that
    /// are given here have to be looked at by a person.
    case effectUnverified([ToolCall])
    /// The journal could not be written, so nothing further may be done.
    case journalFailed(any Error)
    /// The task was cancelled.
    case cancelled

    /// Whether the run came to an end of its own. After any other ending the host has to answer for it.
    package var isComplete: Bool {
        switch self {
        case .finalOutput, .stoppedAfter: true
        default: false
        }
    }

    /// A word for metrics, from a fixed set.
    package var label: String {
        switch self {
        case .finalOutput: "final_output"
        case .stoppedAfter: "stopped_after_tool"
        case .paused: "paused"
        case .refused: "refused"
        case .guardrailTripped: "guardrail_tripped"
        case .guardrailFailed: "guardrail_failed"
        case .maxTurns: "max_turns"
        case .budgetExceeded: "budget_exceeded"
        case .deadlineExceeded: "deadline_exceeded"
        case .modelFailed: "model_failed"
        case .effectUnverified: "effect_unverified"
        case .journalFailed: "journal_failed"
        case .cancelled: "cancelled"
        }
    }
}

package struct ModelCallRecord: Sendable {
    package let agent: String
    package let model: String
    package let responseID: String?
    package let usage: Usage
    package let metadata: JSONObject
    package let duration: Duration
}
