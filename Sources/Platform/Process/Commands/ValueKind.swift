/// What a value on the command line may be.
package enum ValueKind: Sendable, Equatable {
    case string
    case integer(ClosedRange<Int>)
    case choice([String])
    /// A file or folder; it is not looked at.
    case path

    /// How help names it when the option doesn't say.
    var placeholder: String {
        switch self {
        case .string: "TEXT"
        case .integer: "N"
        case .choice(let choices): choices.joined(separator: "|")
        case .path: "PATH"
        }
    }

    /// What is allowed, to follow "must be"; nil when any text but the empty one is.
    var expectation: String? {
        switch self {
        case .string: nil
        case .path: "a path"
        case .integer(let range): Expectation.integer(in: range)
        case .choice(let choices): Expectation.choice(of: choices)
        }
    }

    func accepts(_ text: String) -> Bool {
        switch self {
        case .string: true
        case .path: !text.isEmpty && !text.utf8.contains(0)
        case .integer(let range): Int(text).map(range.contains) ?? false
        case .choice(let choices): choices.contains(text)
        }
    }
}
