import AgentRuntime
import Formats

/// What foreign answers hold, read field by field: a field of another type than we know counts as absent.
extension JSONValue {
    func text(_ key: String) -> String? { self[key]?.string }

    /// Texts, and numbers where others write texts.
    func label(_ key: String) -> String? {
        switch self[key] {
        case .string(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        default: nil
        }
    }

    func count(_ key: String) -> Int? {
        guard let number = self[key]?.number, number >= 0 else { return nil }
        return number < 1e15 ? Int(number) : 1_000_000_000_000_000
    }

    /// Something is there that isn't null.
    func has(_ key: String) -> Bool { self[key].map { !$0.isNull } ?? false }

    /// The arguments of a call, which some servers send as an object.
    var argumentsText: String {
        switch self["arguments"] {
        case .string(let text): text
        case .some(let value) where !value.isNull: value.text
        default: ""
        }
    }
}
