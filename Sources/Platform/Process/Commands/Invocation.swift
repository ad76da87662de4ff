/// A command as it was called, its values checked. Asking for an option or argument that the command doesn't declare is
/// a mistake of ours and stops the program.
package struct Invocation: Sendable {
    /// The command's names from the program's down, such as `["deadletters", "replay"]`.
    package let path: [String]
    /// The options that stand for settings, by the setting's key, for `Settings`.
    package let settings: [String: SettingValue]
    private let values: [String: [String]]
    private let kinds: [String: ValueKind?]

    init(
        path: [String], values: [String: [String]], kinds: [String: ValueKind?], settings: [String: SettingValue]
    ) {
        self.path = path
        self.values = values
        self.kinds = kinds
        self.settings = settings
    }

    /// The last value given, or the default. Arguments and options share one space of names.
    package func string(_ name: String) -> String? { strings(name).last }

    /// All values of what may be repeated, in order.
    package func strings(_ name: String) -> [String] {
        precondition(kinds[name] != nil, "\(path.joined(separator: " ")) takes no \(name)")
        return values[name] ?? []
    }

    package func integer(_ name: String) -> Int? {
        guard case .integer?? = kinds[name] else { preconditionFailure("\(name) is no integer") }
        return string(name).flatMap { Int($0) }
    }

    /// Whether a flag was given.
    package func flag(_ name: String) -> Bool { !strings(name).isEmpty }

    /// What was required, and so is there.
    package func required(_ name: String) -> String {
        guard let value = string(name) else { preconditionFailure("\(name) is not required") }
        return value
    }
}
