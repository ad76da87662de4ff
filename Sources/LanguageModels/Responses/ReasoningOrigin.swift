import AgentRuntime
import Formats

/// Which model a reasoning item came from. It is kept in the item, in a member that no provider sees: a chain's other
/// models, and the same model at another provider, refuse what they didn't write.
enum ReasoningOrigin {
    private static let member = "fte_origin"

    static func marked(_ item: JSONValue, origin: String) -> JSONValue {
        guard case .object(var object) = item else { return item }
        object[member] = .string(origin)
        return .object(object)
    }

    /// - Returns: the item as its provider wrote it; `nil` for another model's.
    static func unmarked(_ item: JSONValue, origin: String) -> JSONValue? {
        guard case .object(var object) = item, let found = object[member] else { return item }
        object[member] = nil
        return found.string == origin ? .object(object) : nil
    }
}
