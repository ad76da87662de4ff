/// Header fields in the order they travel (RFC 9110, section 5). Names keep their case and compare without regard to it.
///
/// They are kept as the octets of their lines with an index beside them: an answer's head is copied once, and two
/// requests' fields are compared as memory is. A field whose name is no token, or whose value holds a control character,
/// is never stored: it is remembered as `flaw`, and a request with a flaw is not sent. White space around a value goes.
package struct HTTPHeaders: Sendable {
    /// `Name: value`, each line ended by a NUL, as curl's lists want them.
    private(set) var lines: [UInt8] = []
    private(set) var fields: [Field] = []

    /// The name of the first field that was refused.
    package private(set) var flaw: String?

    struct Field: Sendable {
        var nameStart: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        var name: Range<Int> { Int(nameStart)..<Int(valueStart) - 2 }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    package init() {}

    package init(_ fields: KeyValuePairs<String, String>) {
        for (name, value) in fields { append(name, value) }
    }

    package var count: Int { fields.count }
    package var isEmpty: Bool { fields.isEmpty }

    /// The first value under a name; octets that are no UTF-8 are replaced. Setting replaces every field of that name;
    /// `nil` removes them.
    package subscript(name: String) -> String? {
        get { fields.first { matches($0.name, name) }.map { text($0.value) } }
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
        fields.contains { matches($0.name, name) }
    }

    /// Adds a field after the others. See `flaw` for those that can't be sent.
    package mutating func append(_ name: String, _ value: String) {
        var name = name
        var value = value
        let isSound = name.withUTF8 { name in
            value.withUTF8 { value in append(name: UnsafeRawBufferPointer(name), value: UnsafeRawBufferPointer(value)) }
        }
        if !isSound && flaw == nil { flaw = name }
    }

    package mutating func removeAll(named name: String) {
        guard contains(name) else { return }
        let old = self
        lines.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        old.lines.withUnsafeBytes { bytes in
            for field in old.fields where !old.matches(field.name, name) {
                appendLine(
                    name: UnsafeRawBufferPointer(rebasing: bytes[field.name]),
                    value: UnsafeRawBufferPointer(rebasing: bytes[field.value]))
            }
        }
    }

    private func matches(_ range: Range<Int>, _ name: String) -> Bool {
        guard range.count == name.utf8.count else { return false }
        var position = range.lowerBound
        for byte in name.utf8 {
            guard Octets.lowercased(lines[position]) == Octets.lowercased(byte) else { return false }
            position += 1
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: lines[range], as: UTF8.self)
    }
}

extension HTTPHeaders {
    /// - Returns: `false`, and adds nothing, when the field can't travel.
    mutating func append(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
        let value = Octets.trimmed(value)
        guard !name.isEmpty, name.allSatisfy(Octets.isToken), value.allSatisfy(Octets.isFieldText) else { return false }
        appendLine(name: name, value: value)
        return true
    }

    private mutating func appendLine(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let nameStart = lines.count
        lines.append(contentsOf: name)
        lines.append(UInt8(ascii: ":"))
        lines.append(UInt8(ascii: " "))
        let valueStart = lines.count
        lines.append(contentsOf: value)
        fields.append(
            Field(nameStart: UInt32(nameStart), valueStart: UInt32(valueStart), valueEnd: UInt32(lines.count)))
        lines.append(0)
    }

    mutating func reserve(bytes: Int, fields count: Int) {
        lines.reserveCapacity(bytes)
        fields.reserveCapacity(count)
    }
}

extension HTTPHeaders: Equatable {
    package static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
        left.lines == right.lines && left.flaw == right.flaw
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral fields: (String, String)...) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }
}
