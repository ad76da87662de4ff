/// What an octet may be in a header field (RFC 9110, section 5).
enum Octets {
    static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Printable ASCII, spaces, tabs, and whatever is beyond ASCII.
    static func isFieldText(_ octet: UInt8) -> Bool {
        octet >= 32 && octet != 127 || octet == 9
    }

    static func lowercased(_ octet: UInt8) -> UInt8 {
        octet &- 65 < 26 ? octet | 32 : octet
    }

    /// Without spaces, tabs and line ends on either side.
    static func trimmed(_ octets: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = octets.count
        while start < end, isBlank(octets[start]) { start += 1 }
        while end > start, isBlank(octets[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: octets[start..<end])
    }

    private static func isBlank(_ octet: UInt8) -> Bool {
        octet == 32 || octet == 9
    }
}
