import FoundationEssentials

/// The 36 bytes of a UUID's text (RFC 9562), written in lower case and read in either.
enum UUIDText {
    static let length = 36
    private static let dashes: [Int] = [8, 13, 18, 23]

    /// Fills `text`, which has `length` bytes.
    static func write(_ uuid: UUID, to text: UnsafeMutableBufferPointer<UInt8>) {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            var position = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[position] = UInt8(ascii: "-")
                    position += 1
                }
                text[position] = digit(byte >> 4)
                text[position + 1] = digit(byte & 15)
                position += 2
            }
        }
    }

    static func read(_ text: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard text.count == length, dashes.allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
        var uuid = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).uuid
        let isHexadecimal = withUnsafeMutableBytes(of: &uuid) { bytes in
            var position = 0
            for index in bytes.indices {
                if text[position] == UInt8(ascii: "-") { position += 1 }
                guard let high = value(text[position]), let low = value(text[position + 1]) else { return false }
                bytes[index] = high << 4 | low
                position += 2
            }
            return true
        }
        return isHexadecimal ? UUID(uuid: uuid) : nil
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
