/// Names one span in its trace. 8 bytes, never all zero.
package struct SpanID: Hashable, Sendable, CustomStringConvertible {
    private let value: UInt64

    package init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 16, let value = LowerHex.value(digits[...]) else { return nil }
        self.init(value)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
        while true {
            if let id = SpanID(generator.next()) { return id }
        }
    }

    package static func random() -> SpanID {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package var description: String { LowerHex.digits(value) }
}
