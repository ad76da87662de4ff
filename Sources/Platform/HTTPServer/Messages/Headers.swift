/// Header fields: ordered, repeatable, their names compared without regard to case.
///
/// They are kept as the octets that travel (`Name: value` and a line break for each) with an index beside them, so a
/// head is copied once on its way in and once on its way out.
///
/// A field whose name is no token, or whose value holds a control character, is never stored: it is remembered as
/// `flaw` instead, and a response with a flaw is answered as 500. So no value can begin a line of its own.
package struct Headers: Sendable {
    private(set) var wire: [UInt8] = []
    private var fields: [Field] = []

    /// The name of the first field that was refused.
    package private(set) var flaw: String?

    private struct Field {
        var nameStart: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        var name: Range<Int> { Int(nameStart)..<Int(valueStart) - 2 }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
        var line: Range<Int> { Int(nameStart)..<Int(valueEnd) + 2 }
    }

    package init() {}

    package init(_ fields: KeyValuePairs<String, String>) {
        for (name, value) in fields { append(name, value) }
    }

    package var count: Int { fields.count }
    package var isEmpty: Bool { fields.isEmpty }

    /// The first value under a name. Setting replaces every field of that name; `nil` removes them.
    package subscript(name: String) -> String? {
        get { index(of: name).map { text(fields[$0].value) } }
        set {
            removeAll(named: name)
            if let newValue { append(name, newValue) }
        }
    }

    /// Every value under a name, in order.
    package func values(of name: String) -> [String] {
        fields.filter { matches($0.name, name) }.map { text($0.value) }
    }

    /// All fields in order, names as they were written.
    package var all: [(name: String, value: String)] {
        fields.map { (text($0.name), text($0.value)) }
    }

    package func contains(_ name: String) -> Bool {
        index(of: name) != nil
    }

    /// Adds a field after the others. See `flaw` for those that can't be sent.
    package mutating func append(_ name: String, _ value: String) {
        var name = name
        var value = value
        let isSound = name.withUTF8 { name in value.withUTF8 { value in append(name: name, value: value) } }
        if !isSound && flaw == nil { flaw = name }
    }

    package mutating func removeAll(named name: String) {
        guard contains(name) else { return }
        let kept = fields.filter { !matches($0.name, name) }
        let old = wire
        wire.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        for field in kept { appendLine(name: old[field.name], value: old[field.value]) }
    }

    private mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !name.isEmpty, name.allSatisfy(ByteClass.isToken), value.allSatisfy(ByteClass.isFieldText) else {
            return false
        }
        appendLine(name: name, value: value)
        return true
    }

    private func index(of name: String) -> Int? {
        fields.firstIndex { matches($0.name, name) }
    }

    private func matches(_ range: Range<Int>, _ name: String) -> Bool {
        guard range.count == name.utf8.count else { return false }
        var position = range.lowerBound
        for byte in name.utf8 {
            guard ByteClass.lowercased(wire[position]) == ByteClass.lowercased(byte) else { return false }
            position += 1
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: wire[range], as: UTF8.self)
    }
}

extension Headers: Equatable {
    package static func == (left: Headers, right: Headers) -> Bool {
        left.wire == right.wire && left.flaw == right.flaw
    }
}

extension Headers {
    mutating func reserve(bytes: Int, fields count: Int) {
        wire.reserveCapacity(bytes)
        fields.reserveCapacity(count)
    }

    /// Adds octets that the caller has checked already.
    mutating func appendLine(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        let nameStart = wire.count
        wire.append(contentsOf: name)
        wire.append(UInt8(ascii: ":"))
        wire.append(UInt8(ascii: " "))
        let valueStart = wire.count
        wire.append(contentsOf: value)
        fields.append(
            Field(nameStart: UInt32(nameStart), valueStart: UInt32(valueStart), valueEnd: UInt32(wire.count)))
        wire.append(13)
        wire.append(10)
    }

    /// Appends the lines to a response's head, without the fields that frame the message: those are the server's.
    func write(to output: inout [UInt8]) {
        var isWhole = true
        for field in fields where isServersOwn(field.name) { isWhole = false }
        if isWhole {
            output.append(contentsOf: wire)
        } else {
            for field in fields where !isServersOwn(field.name) { output.append(contentsOf: wire[field.line]) }
        }
    }

    private func isServersOwn(_ range: Range<Int>) -> Bool {
        switch range.count {
        case 4: matches(range, "date")
        case 7: matches(range, "trailer") || matches(range, "upgrade")
        case 10: matches(range, "connection") || matches(range, "keep-alive")
        case 14: matches(range, "content-length")
        case 17: matches(range, "transfer-encoding")
        default: false
        }
    }
}
