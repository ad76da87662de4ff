/// Which bytes a JSON string writes escaped: the quote, the backslash and everything below a space.
enum JSONBytes {
    @inline(__always)
    static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Marks such bytes among eight, by the top bit of each. Bits above the lowest mark may be wrong.
    ///
    /// `(x - 1) & ~x` has a byte's top bit set where the byte is zero; a borrow reaches only bytes above it.
    @inline(__always)
    static func escaped(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return found & (ones &* 0x80)
    }
}
