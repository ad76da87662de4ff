/// Writes JSON straight into bytes, for answers that are made often.
///
///     var json = JSONWriter()
///     json.object { json in
///         json.member("ticket_id", ticket.id)
///         json.member("messages") { json in
///             json.array { json in for message in messages { json.value(message.text) } }
///         }
///     }
///
/// The writer sets commas, colons and escapes. It doesn't check that keys are unique or that one value is written.
package struct JSONWriter: Sendable {
    package enum Style: Sendable { case compact, pretty }

    private enum Place { case first, next, afterKey }

    package private(set) var bytes: [UInt8] = []
    private let isPretty: Bool
    private var place = Place.first
    private var depth = 0

    package init(_ style: Style = .compact, capacity: Int = 256) {
        isPretty = style == .pretty
        bytes.reserveCapacity(capacity)
    }

    /// What was written, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        enclose(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    /// Writes a key; the next value belongs to it.
    package mutating func key(_ key: String) {
        separate()
        appendQuoted(key)
        bytes.append(UInt8(ascii: ":"))
        if isPretty { bytes.append(UInt8(ascii: " ")) }
        place = .afterKey
    }

    package mutating func member(_ key: String, _ value: some JSONEncodable) {
        self.key(key)
        value.write(to: &self)
    }

    package mutating func member(_ key: String, _ write: (inout JSONWriter) -> Void) {
        self.key(key)
        write(&self)
    }

    package mutating func value(_ value: some JSONEncodable) { value.write(to: &self) }

    package mutating func null() { append("null") }
    package mutating func value(_ value: Bool) { append(value ? "true" : "false") }
    package mutating func value(_ value: Int64) { append(value.description) }
    /// Writes the shortest digits that read back as this number; `null` for what JSON has no number for.
    package mutating func value(_ value: Double) { append(value.isFinite ? value.description : "null") }
    package mutating func value(_ value: String) {
        separate()
        appendQuoted(value)
        place = .next
    }

    /// Writes a value that is JSON already.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        place = .next
    }

    /// Writes a value whose constant parts are JSON already, in compact style whatever the writer's own is: `open` up to
    /// the first value inside, which is written next; `resume` from there to the next one; `close` to its end.
    ///
    ///     json.open(#"{"role":"user","content":"#)
    ///     json.value(text)
    ///     json.close("}")
    package mutating func open(_ json: StaticString) {
        separate()
        append(json)
        place = .afterKey
    }

    package mutating func resume(_ json: StaticString) {
        append(json)
        place = .afterKey
    }

    package mutating func close(_ json: StaticString) {
        append(json)
        place = .next
    }

    @inline(__always)
    private mutating func append(_ json: StaticString) {
        json.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        place = .next
    }

    private mutating func enclose(_ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        place = .first
        depth += 1
        content(&self)
        depth -= 1
        if isPretty, place == .next { breakLine() }
        bytes.append(close)
        place = .next
    }

    @inline(__always)
    private mutating func separate() {
        if place == .next { bytes.append(UInt8(ascii: ",")) }
        if isPretty, place != .afterKey, depth > 0 { breakLine() }
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }
}

extension JSONWriter {
    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(text)
        var run = 0
        var position = 0
        while position < text.count {
            if position &+ 8 <= text.count {
                let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
                let stops = JSONBytes.escaped(in: word)
                position &+= stops == 0 ? 8 : stops.trailingZeroBitCount / 8
                if stops == 0 { continue }
            } else if !JSONBytes.isEscaped(text[position]) {
                position &+= 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[run..<position]))
            appendEscape(text[position])
            position &+= 1
            run = position
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[run...]))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0a: bytes.append(UInt8(ascii: "n"))
        case 0x0d: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(contentsOf: (byte < 0x10 ? "0" : "").utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }
}
