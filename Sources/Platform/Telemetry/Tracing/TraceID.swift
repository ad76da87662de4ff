/// Names one trace: everything that a request or a message caused. 16 bytes, never all zero.
package struct TraceID: Hashable, Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// Nil when all bytes are zero, which W3C Trace Context forbids.
    package init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32, let high = LowerHex.value(digits[..<16]), let low = LowerHex.value(digits[16...])
        else { return nil }
        self.init(high: high, low: low)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
        while true {
            if let id = TraceID(high: generator.next(), low: generator.next()) { return id }
        }
    }

    package static func random() -> TraceID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package var description: String { LowerHex.digits(high) + LowerHex.digits(low) }
}
