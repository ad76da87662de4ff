/// Percent-encoding (RFC 3986, section 2.1), decoded strictly.
enum PercentCoding {
    /// - Returns: `nil` for a `%` without two hex digits, for NUL, raw or encoded, and for what isn't UTF-8.
    static func decode(_ bytes: Span<UInt8>, plusIsBlank: Bool = false) -> String? {
        var isSound = true
        let text = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 1) { decoded in
            var length = 0
            var index = 0
            while index < bytes.count {
                var byte = bytes[index]
                if byte == UInt8(ascii: "%") {
                    guard index + 2 < bytes.count, let high = ByteClass.hexValue(bytes[index + 1]),
                        let low = ByteClass.hexValue(bytes[index + 2])
                    else {
                        isSound = false
                        break
                    }
                    byte = UInt8(high << 4 | low)
                    index += 2
                } else if plusIsBlank && byte == UInt8(ascii: "+") {
                    byte = UInt8(ascii: " ")
                }
                if byte == 0 {
                    isSound = false
                    break
                }
                decoded[length] = byte
                length += 1
                index += 1
            }
            return String(validating: decoded[..<length], as: UTF8.self)
        }
        return isSound ? text : nil
    }
}

extension String {
    /// Makes a text of octets that were checked to be ASCII.
    init(ascii bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
