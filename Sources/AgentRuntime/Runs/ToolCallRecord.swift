package import Formats

/// What became of a tool call.
package struct ToolCallRecord: Sendable {
    package let callID: String
    package let agent: String
    package let name: String
    /// As the model wrote them; the beginning, when they were refused as too long.
    package let arguments: String
    /// What the model was answered.
    package let output: String
    /// `nil` for a tool that doesn't exist or wasn't looked for.
    package let effect: EffectClass?
    /// `nil` when the tool succeeded.
    package let failure: ToolFailure?
    package let duration: Duration
}

extension ToolCallRecord {
    /// The stored form: `{"call_id", "name", "arguments", "output", "effect", "error", "duration_us"}`; effect and error
    /// may be null. Every text has passed through `mask`.
    package func json(mask: (String) -> String) -> JSONValue {
        [
            "call_id": .string(callID), "name": .string(mask(name)), "arguments": .string(mask(arguments)),
            "output": .string(mask(output)), "effect": effect.map { .string($0.rawValue) } ?? .null,
            "error": failure.map { .string($0.code) } ?? .null, "duration_us": .integer(duration.microseconds),
        ]
    }
}

extension Duration {
    /// Rounded down.
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
