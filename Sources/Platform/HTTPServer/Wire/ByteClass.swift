/// What an octet may be in HTTP's grammar (RFC 9110, section 5; RFC 9112).
enum ByteClass {
    /// `tchar`: letters, digits and fifteen signs.
    static func isToken(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? tokensBelow64 : tokensFrom64) & (1 << UInt64(byte & 63)) != 0
    }

    /// What a field's value may hold: visible characters, blank, tab and octets beyond ASCII.
    static func isFieldText(_ byte: UInt8) -> Bool {
        byte >= 32 && byte != 127 || byte == 9
    }

    /// What a request target may hold. Wider than RFC 3986, since browsers leave `|`, `[` or `^` as they are in a
    /// query, but ASCII and without a fragment.
    static func isTarget(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && byte != UInt8(ascii: "#")
    }

    /// What an authority may hold here: a name or an address with a port, but no user information.
    static func isAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 32 : byte
    }

    static func digitValue(_ byte: UInt8) -> Int? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte) - 48 : nil
    }

    /// The value of a hexadecimal digit, or `nil`.
    static func hexValue(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 55
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 87
        default: nil
        }
    }

    private static let tokensBelow64 = set("!#$%&'*+-.0123456789", from: 0)
    private static let tokensFrom64 = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", from: 64)

    private static func set(_ characters: String, from base: UInt8) -> UInt64 {
        characters.utf8.reduce(0) { $0 | 1 << UInt64($1 - base) }
    }
}
