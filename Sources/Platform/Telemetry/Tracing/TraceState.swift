/// Section 3.3.1 of W3C Trace Context, `list-member = key "=" value`.
enum TraceState {
    /// At most 32 members and 512 characters; empty members between commas are refused, as the whole would be rewritten.
    static func isValid(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 512 else { return false }
        let members = text.utf8.split(separator: 0x2C, omittingEmptySubsequences: false)
        return members.count <= 32 && members.allSatisfy(isMember)
    }

    private static func isMember(_ member: Substring.UTF8View) -> Bool {
        let parts = HeaderText.trimmed(member).split(
            separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && isKey(Array(parts[0])) && isValue(Array(parts[1]))
    }

    private static func isKey(_ key: [UInt8]) -> Bool {
        guard (1...256).contains(key.count), isLowerOrDigit(key[0]) else { return false }
        return key.allSatisfy { isLowerOrDigit($0) || [0x5F, 0x2D, 0x2A, 0x2F, 0x40].contains($0) }
    }

    private static func isValue(_ value: [UInt8]) -> Bool {
        (1...256).contains(value.count) && value.last != 0x20
            && value.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x2C && $0 != 0x3D }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}

/// Header values lose the blanks around them (RFC 9110, section 5.5).
enum HeaderText {
    static func trimmed(_ text: String) -> Substring.UTF8View { trimmed(text[...].utf8) }

    static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var rest = text
        while rest.first == 0x20 || rest.first == 0x09 { rest = rest.dropFirst() }
        while rest.last == 0x20 || rest.last == 0x09 { rest = rest.dropLast() }
        return rest
    }
}
