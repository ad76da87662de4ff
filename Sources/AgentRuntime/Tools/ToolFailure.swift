import Formats

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
    case argumentsNotJSON(reason: String)
    case invalidInput(InputError)
    /// The tool threw a `ToolError`.
    case refused(ToolError)
    /// The tool threw anything else. The description is for the trace, never for the model.
    case threw(description: String)
    case timedOut(tool: String, limit: Duration)
    case tooManyCalls(limit: Int)
    /// The run ended before the call was answered.
    case notRun
}
