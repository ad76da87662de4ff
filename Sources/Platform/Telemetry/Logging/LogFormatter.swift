import FoundationEssentials

/// Turns an entry into one line that no input can break or forge: every byte of metadata is escaped, and a line never
/// exceeds `maxLineBytes`, the size up to which a pipe takes a write whole (PIPE_BUF on Linux).
struct LogFormatter: Sendable {
    static let maxLineBytes = 4096
    static let maxValueBytes = 1024

    let format: LogFormat
    let colour: Bool

    /// The line with its newline. Metadata is sorted by name; what does not fit is left out and `truncated` added.
    func line(for entry: LogEntry) -> [UInt8] {
        var line = LineBuilder()
        switch format {
        case .json: head(of: entry, asJSON: &line)
        case .text: head(of: entry, asText: &line)
        }
        let room = Self.maxLineBytes - 32
        for (key, value) in entry.metadata.sorted(by: { $0.key < $1.key }) {
            let before = line.bytes.count
            add(key, value, to: &line)
            if line.bytes.count > room {
                line.bytes.removeSubrange(before...)
                line.append(format == .json ? #","truncated":true"# : " truncated=true")
                break
            }
        }
        if format == .json { line.append("}") }
        line.append("\n")
        return line.bytes
    }

    private func head(of entry: LogEntry, asJSON line: inout LineBuilder) {
        line.append(#"{"time":""#)
        line.append(time: entry.time)
        line.append(#"","level":""#)
        line.append(entry.level.rawValue)
        line.append(#"","message":"#)
        line.append(quoted: entry.message, limit: Self.maxValueBytes)
    }

    private func head(of entry: LogEntry, asText line: inout LineBuilder) {
        line.append(time: entry.time)
        line.append(" ")
        if colour { line.append(entry.level.colour) }
        line.append(entry.level.padded)
        if colour { line.append("\u{1B}[0m") }
        line.append(" ")
        line.append(escaped: entry.message, limit: Self.maxValueBytes)
    }

    private func add(_ key: String, _ value: MetadataValue, to line: inout LineBuilder) {
        switch format {
        case .json:
            line.append(",")
            line.append(quoted: Self.reserved.contains(key) ? "metadata." + key : key, limit: Self.maxValueBytes)
            line.append(":")
        case .text:
            line.append(" ")
            line.append(word: key, limit: Self.maxValueBytes)
            line.append("=")
        }
        switch value {
        case .string(let text) where format == .json: line.append(quoted: text, limit: Self.maxValueBytes)
        case .string(let text): line.append(word: text, limit: Self.maxValueBytes)
        case .int(let number): line.append(String(number))
        case .double(let number) where number.isFinite: line.append(String(number))
        case .double(let number): line.append(quoted: String(number), limit: Self.maxValueBytes)
        case .bool(let flag): line.append(flag ? "true" : "false")
        case .uuid(let id) where format == .json: line.append(quoted: id.uuidString.lowercased(), limit: 36)
        case .uuid(let id): line.append(id.uuidString.lowercased())
        case .duration(let duration): line.append(seconds: duration)
        }
    }

    /// Names that a metadata key must not shadow in a JSON line.
    private static let reserved: Set<String> = ["time", "level", "message", "truncated"]
}

extension LogLevel {
    fileprivate var padded: String {
        rawValue + String(repeating: " ", count: 7 - rawValue.count)
    }

    /// The terminal's escape for the level (ECMA-48 SGR).
    fileprivate var colour: String {
        switch self {
        case .debug: "\u{1B}[2m"
        case .info: "\u{1B}[36m"
        case .notice: "\u{1B}[32m"
        case .warning: "\u{1B}[33m"
        case .error: "\u{1B}[1;31m"
        }
    }
}
