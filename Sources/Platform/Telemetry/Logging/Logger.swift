package import FoundationEssentials

/// Writes what happens, for people and for programs.
///
/// The message is fixed text on purpose: what varies is metadata, and metadata is only computed when its level is
/// written. A copy is cheap; `with(_:)` makes one that carries the correlation id of a request, event or run.
///
///     logger.notice("Ticket escalated", metadata: ["ticket.id": .uuid(id), "reason": .string(reason.rawValue)])
package struct Logger: Sendable {
    /// The lowest level written.
    package let level: LogLevel
    private let metadata: [String: MetadataValue]
    private let sink: LogSink
    private let now: @Sendable () -> Date

    package init(level: LogLevel, sink: LogSink, now: @escaping @Sendable () -> Date = { Date() }) {
        self.init(level: level, metadata: [:], sink: sink, now: now)
    }

    private init(
        level: LogLevel, metadata: [String: MetadataValue], sink: LogSink, now: @escaping @Sendable () -> Date
    ) {
        self.level = level
        self.metadata = metadata
        self.sink = sink
        self.now = now
    }

    /// A logger that writes nothing.
    package static let silent = Logger(level: .error, sink: .discard)

    /// The same logger, with these facts on each line. A fact of the same name is replaced.
    package func with(_ metadata: [String: MetadataValue]) -> Logger {
        Logger(level: level, metadata: self.metadata.merging(metadata) { $1 }, sink: sink, now: now)
    }

    package func debug(_ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]) {
        log(.debug, message, metadata: metadata())
    }

    package func info(_ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]) {
        log(.info, message, metadata: metadata())
    }

    package func notice(_ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]) {
        log(.notice, message, metadata: metadata())
    }

    package func warning(_ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]) {
        log(.warning, message, metadata: metadata())
    }

    package func error(_ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]) {
        log(.error, message, metadata: metadata())
    }

    /// Writes at a level chosen while running. Facts given here win over those of `with(_:)`.
    package func log(
        _ level: LogLevel, _ message: StaticString, metadata: @autoclosure () -> [String: MetadataValue] = [:]
    ) {
        guard level >= self.level, sink.isOpen else { return }
        let own = metadata()
        let all = self.metadata.isEmpty ? own : self.metadata.merging(own) { $1 }
        sink.record(LogEntry(time: now(), level: level, message: message.description, metadata: all))
    }
}
