/// Where log entries go.
package struct LogSink: Sendable {
    /// False where every entry would be thrown away, so none is made.
    let isOpen: Bool
    let record: @Sendable (LogEntry) -> Void

    /// Hands each entry to `record`, which may be called by several threads at once.
    package init(_ record: @escaping @Sendable (LogEntry) -> Void) {
        isOpen = true
        self.record = record
    }

    private init() {
        isOpen = false
        record = { _ in }
    }

    /// Keeps nothing.
    package static let discard = LogSink()

    /// Writes lines to standard error. `colour` nil means: for text on a terminal.
    package static func standardError(format: LogFormat, colour: Bool? = nil) -> LogSink {
        descriptor(2, format: format, colour: colour)
    }

    /// Writes each entry as one line with one `write(2)` to a descriptor that stays open as long as the sink.
    ///
    /// A reader that stops reading costs `patience` once, to the millisecond; lines are then dropped and counted until
    /// it reads again, when a line `Log lines dropped` tells how many.
    package static func descriptor(
        _ descriptor: CInt, format: LogFormat, colour: Bool? = nil, patience: Duration = .seconds(1)
    ) -> LogSink {
        let writer = LineWriter(descriptor: descriptor, patience: patience)
        let formatter = LogFormatter(format: format, colour: colour ?? writer.isTerminal)
        return LogSink { entry in
            let dropped = writer.write(formatter.line(for: entry))
            guard dropped > 0 else { return }
            let notice = LogEntry(
                time: entry.time, level: .warning, message: "Log lines dropped", metadata: ["count": .int(dropped)])
            _ = writer.write(formatter.line(for: notice))
        }
    }
}
