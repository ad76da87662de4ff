/// Reads server-sent events (WHATWG HTML, section 9.2.6) from bytes in whatever pieces they come.
///
/// Lines end with LF, CRLF or CR. Comments, `id` and `retry` are read over. An event that the stream's end cuts off from its
/// blank line is given all the same, by `finish`.
package struct EventStreamParser: Sendable {
    /// A line or an event is larger than we take.
    package struct Overflow: Error, Equatable {}

    private let maxEventBytes: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type: String?
    private var endedWithCR = false
    private var isAtStart = true

    /// - Parameter maxEventBytes: of one event's data, and of one line.
    package init(maxEventBytes: Int = 16 << 20) { self.maxEventBytes = maxEventBytes }

    /// The events that these bytes complete.
    ///
    /// - Throws: `Overflow`.
    package mutating func feed(_ bytes: [UInt8]) throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var position = 0
        if endedWithCR, let first = bytes.first {
            endedWithCR = false
            if first == Self.lineFeed { position = 1 }
        }
        while let end = Self.lineEnd(in: bytes, from: position) {
            try append(bytes[position..<end])
            if let event = try endLine() { events.append(event) }
            position = end + 1
            guard bytes[end] == Self.carriageReturn else { continue }
            if position == bytes.count {
                endedWithCR = true
            } else if bytes[position] == Self.lineFeed {
                position += 1
            }
        }
        try append(bytes[position...])
        return events
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var position = start
            while position < bytes.count {
                if bytes[position] == lineFeed || bytes[position] == carriageReturn { return position }
                position &+= 1
            }
            return nil
        }
    }

    /// The event that the stream's end completes.
    ///
    /// - Throws: `Overflow`.
    package mutating func finish() throws -> ServerSentEvent? {
        if !line.isEmpty, let event = try endLine() { return event }
        return takeEvent()
    }

    private mutating func append(_ piece: ArraySlice<UInt8>) throws {
        guard line.count + piece.count <= maxEventBytes else { throw Overflow() }
        line.append(contentsOf: piece)
    }

    /// Takes the line in. A blank one ends the event.
    private mutating func endLine() throws -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        if line.isEmpty { return takeEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
        var value = line.dropFirst(colon + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let name = line.prefix(colon)
        if name.elementsEqual("data".utf8) {
            guard data.count + value.count < maxEventBytes else { throw Overflow() }
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            hasData = true
        } else if name.elementsEqual("event".utf8) {
            type = String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private mutating func takeEvent() -> ServerSentEvent? {
        defer {
            data = []
            hasData = false
            type = nil
        }
        return hasData ? ServerSentEvent(type: type == "" ? nil : type, data: data) : nil
    }
}
