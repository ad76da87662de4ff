/// How a log line looks.
package enum LogFormat: String, CaseIterable, Sendable {
    /// For a person at a terminal: time, level, message, `key=value`.
    case text
    /// For a program: one JSON object a line.
    case json
}
