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

/// How errors and help say what is allowed.
enum Expectation {
    static func integer(in range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): "an integer"
        case (let lower, .max): "an integer of at least \(lower)"
        case (.min, let upper): "an integer of at most \(upper)"
        case (let lower, let upper): "an integer from \(lower) to \(upper)"
        }
    }

    static func choice(of choices: [String]) -> String {
        guard let last = choices.last, choices.count > 1 else { return choices.joined() }
        return choices.dropLast().joined(separator: ", ") + " or " + last
    }
}
