/// How much a log line matters, from the least. A logger writes its own level and those above.
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// Follows one request or run; off in production.
    case debug
    /// What the program is doing; start-up, connections, sizes.
    case info
    /// The story an operator reads.
    case notice
    /// Odd, but handled.
    case warning
    /// Needs a person.
    case error

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .notice: 2
        case .warning: 3
        case .error: 4
        }
    }

    package static func < (one: LogLevel, other: LogLevel) -> Bool { one.rank < other.rank }
}
