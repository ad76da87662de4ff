package import FoundationEssentials

/// What one call of a logger says, before a format turns it into a line.
package struct LogEntry: Equatable, Sendable {
    package let time: Date
    package let level: LogLevel
    /// Fixed text, known when the program is compiled.
    package let message: String
    package let metadata: [String: MetadataValue]

    package init(time: Date, level: LogLevel, message: String, metadata: [String: MetadataValue] = [:]) {
        self.time = time
        self.level = level
        self.message = message
        self.metadata = metadata
    }
}
