/// One event of a `text/event-stream` (HTML standard, section 9.2).
package struct ServerSentEvent: Equatable, Sendable {
    /// The event's type; without one browsers dispatch `message`.
    package var event: String?
    /// What a browser returns as `Last-Event-ID` when it connects again.
    package var id: String?
    /// May have several lines.
    package var data: String?
    /// How long a browser waits before it connects again, in whole milliseconds.
    package var retry: Duration?
    /// Ignored by browsers.
    package var comment: String?

    package init(
        event: String? = nil, id: String? = nil, data: String? = nil, retry: Duration? = nil, comment: String? = nil
    ) {
        self.event = event
        self.id = id
        self.data = data
        self.retry = retry
        self.comment = comment
    }

    /// The event as it travels. Line breaks and NUL are left out of `event` and `id`, which can't hold them.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        if let comment { Self.appendLines(comment, as: ":", to: &output) }
        if let event { Self.appendLine(event, as: "event:", to: &output) }
        if let id { Self.appendLine(id, as: "id:", to: &output) }
        if let retry {
            let (seconds, attoseconds) = retry.components
            let milliseconds = max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
            output.append(contentsOf: "retry: \(milliseconds)\n".utf8)
        }
        if let data { Self.appendLines(data, as: "data:", to: &output) }
        output.append(UInt8(ascii: "\n"))
        return output
    }

    private static func appendLine(_ text: String, as field: String, to output: inout [UInt8]) {
        output.append(contentsOf: field.utf8)
        output.append(UInt8(ascii: " "))
        output.append(contentsOf: text.utf8.filter { $0 != 10 && $0 != 13 && $0 != 0 })
        output.append(UInt8(ascii: "\n"))
    }

    /// A line of the field for each line of the text, be it ended by CR LF, LF or CR.
    private static func appendLines(_ text: String, as field: String, to output: inout [UInt8]) {
        output.append(contentsOf: field.utf8)
        output.append(UInt8(ascii: " "))
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 13 || (byte == 10 && previous != 13) {
                output.append(UInt8(ascii: "\n"))
                output.append(contentsOf: field.utf8)
                output.append(UInt8(ascii: " "))
            } else if byte != 10 {
                output.append(byte)
            }
            previous = byte
        }
        output.append(UInt8(ascii: "\n"))
    }
}
