/// Where the name and the value of one field lie (RFC 9112, section 5). Folded lines, blanks around the name and line
/// breaks other than CR LF are refused.
struct FieldLine {
    let name: Range<Int>
    let value: Range<Int>
    /// Past the line break.
    let end: Int

    /// - Parameter bytes: whole lines, each with its line break.
    init(_ bytes: Span<UInt8>, at start: Int) throws(Refusal) {
        var position = start
        while position < bytes.count && ByteClass.isToken(bytes[position]) { position += 1 }
        guard position > start, position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
            throw .malformed(.field)
        }
        name = start..<position
        position += 1
        while position < bytes.count && Self.isBlank(bytes[position]) { position += 1 }
        let valueStart = position
        while position < bytes.count && ByteClass.isFieldText(bytes[position]) { position += 1 }
        guard position + 1 < bytes.count, bytes[position] == 13, bytes[position + 1] == 10 else {
            throw .malformed(.field)
        }
        end = position + 2
        while position > valueStart && Self.isBlank(bytes[position - 1]) { position -= 1 }
        value = valueStart..<position
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9
    }
}
