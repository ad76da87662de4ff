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
