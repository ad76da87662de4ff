package import Formats

/// What a tool throws to tell the model, in words it can use, why a call failed.
package struct ToolError: Error, Equatable {
    package let message: String
    /// The argument at fault, if it is one.
    package let field: String?

    package init(_ message: String, field: String? = nil) {
        self.message = message
        self.field = field
    }
}

/// Why a tool call came to nothing. The model is told and the run goes on.
package enum ToolFailure: Error, Equatable {
    case unknownTool(available: [String])
    case argumentsTooLarge(limitBytes: Int)
    case argumentsNotJSON(problem: String)
    case invalidInput(InputError)
    /// The tool threw a `ToolError`.
    case refused(ToolError)
    /// The tool threw anything else. The description is for the trace, never for the model.
    case threw(description: String)
    case timedOut(after: Duration)
    case tooManyCalls(limit: Int)
    case tooManyHandoffs(limit: Int)
    /// A person said no.
    case notApproved(reason: String)
    /// A guardrail of the tool kept it from running, or its output from the model.
    case rejected(String)
    /// A guardrail of the tool ended the run.
    case tripped(GuardrailTrip)
    /// It was begun before an interruption, and nobody knows what became of it.
    case unverified
    /// As a journal has it.
    case recorded(code: String, text: String)
    /// The run ended before the tool was done, or before it had begun.
    case abandoned

    /// A word for metrics and the model, from a fixed set.
    package var code: String {
        switch self {
        case .unknownTool: "unknown_tool"
        case .argumentsTooLarge: "arguments_too_large"
        case .argumentsNotJSON: "invalid_json"
        case .invalidInput: "invalid_arguments"
        case .refused: "refused"
        case .threw: "failed"
        case .timedOut: "timed_out"
        case .tooManyCalls: "too_many_calls"
        case .tooManyHandoffs: "too_many_handoffs"
        case .notApproved: "not_approved"
        case .rejected: "rejected"
        case .tripped: "guardrail_tripped"
        case .unverified: "unverified"
        case .recorded(let code, _): code
        case .abandoned: "abandoned"
        }
    }

    /// What the model reads: `{"error": {"code": "…", "message": "…", "field": "…"}}`, the field where there is one.
    package var output: JSONValue {
        var error: JSONObject = ["code": .string(code), "message": .string(message)]
        if let field { error["field"] = .string(field) }
        return ["error": .object(error)]
    }

    /// What the trace says: as the model reads it, or what really happened.
    var traceText: String {
        switch self {
        case .threw(let description): description
        case .recorded(_, let text): text
        default: "\(code): \(message)"
        }
    }

    private var message: String {
        switch self {
        case .unknownTool(let available) where available.isEmpty: "There are no tools. Answer in text."
        case .unknownTool(let available): "There is no such tool. Available: \(available.joined(separator: ", "))."
        case .argumentsTooLarge(let limit): "The arguments are longer than \(limit) bytes."
        case .argumentsNotJSON(let problem): "The arguments are not valid JSON. \(problem)"
        case .invalidInput(let error): error.message
        case .refused(let error): error.message
        case .threw: "The tool failed. Try once more, or go on without it."
        case .timedOut(let limit): "The tool did not answer within \(limit / .seconds(1)) seconds."
        case .tooManyCalls(let limit): "At most \(limit) tools can be called in one turn."
        case .tooManyHandoffs(let limit):
            "The conversation was handed over \(limit) times already. Answer it yourself."
        case .notApproved(let reason): reason.isEmpty ? "Tool execution was not approved." : reason
        case .rejected(let message): message
        case .tripped: "A guardrail stopped the run."
        case .unverified: "It is not known whether the tool has done its work. A person will find out."
        case .recorded(_, let text): text
        case .abandoned: "The run ended before the tool was done."
        }
    }

    private var field: String? {
        switch self {
        case .invalidInput(let error): error.field
        case .refused(let error): error.field
        default: nil
        }
    }
}
