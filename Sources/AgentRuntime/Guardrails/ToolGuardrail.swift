package import Formats

/// A check of one tool's calls: of what goes in, or of what comes out.
package struct ToolGuardrail<D: Domain>: Sendable {
    package let name: String
    let check: Check

    enum Check: Sendable {
        case input(@Sendable (JSONValue, ToolContext<D>) async throws -> ToolVerdict)
        case output(@Sendable (JSONValue, ToolContext<D>) async throws -> ToolVerdict)
    }

    /// Looks at the arguments before the tool is called.
    package static func input(
        _ name: String, check: @escaping @Sendable (JSONValue, ToolContext<D>) async throws -> ToolVerdict
    ) -> ToolGuardrail {
        ToolGuardrail(name: name, check: .input(check))
    }

    /// Looks at what the tool answered before the model reads it. The effect has been staged or has happened by then.
    package static func output(
        _ name: String, check: @escaping @Sendable (JSONValue, ToolContext<D>) async throws -> ToolVerdict
    ) -> ToolGuardrail {
        ToolGuardrail(name: name, check: .output(check))
    }
}

package enum ToolVerdict: Equatable, Sendable {
    case passed
    /// The model is told this instead, and the run goes on. Before the call, the tool isn't called.
    case rejected(String)
    /// Ends the run.
    case tripped(JSONValue)
}
