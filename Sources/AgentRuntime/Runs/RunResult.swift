package import Formats

/// All that came of a run, however it ended. The host decides what it accepts: the effects were staged, not carried out.
package struct RunResult<D: Domain>: Sendable {
    package let ending: RunEnding
    /// What the run added to the conversation, without the input. Every tool call in it has exactly one output.
    package let items: [Item]
    /// In the order in which they were staged.
    package let effects: [D.Effect]
    package let context: D.Context
    package let usage: Usage
    package let modelCalls: [ModelCallRecord]
    package let toolCalls: [ToolCallRecord]
    /// Begun by the host, with the spans of this run added; all of them closed.
    package let trace: Trace
    package let lastAgent: String
}

package enum RunEnding: Sendable {
    /// The model answered without calling a tool. Never blank.
    case finalOutput(String)
    /// A tool named in `ToolUse.stopAfter` succeeded.
    case stoppedAfter(tool: String, output: JSONValue)
    /// The model still wanted to go on.
    case maxTurns(Int)
    case deadlineExceeded
    case modelFailed(any Error)
    /// The task was cancelled.
    case cancelled

    /// Whether the run came to an end of its own. After any other ending the host has to answer for it.
    package var isComplete: Bool {
        switch self {
        case .finalOutput, .stoppedAfter: true
        case .maxTurns, .deadlineExceeded, .modelFailed, .cancelled: false
        }
    }

    /// A word for metrics, from a fixed set.
    package var label: String {
        switch self {
        case .finalOutput: "final_output"
        case .stoppedAfter: "stopped_after_tool"
        case .maxTurns: "max_turns"
        case .deadlineExceeded: "deadline_exceeded"
        case .modelFailed: "model_failed"
        case .cancelled: "cancelled"
        }
    }
}

package struct ModelCallRecord: Sendable {
    package let model: String
    package let responseID: String?
    package let usage: Usage
    package let metadata: JSONObject
    package let duration: Duration
}
