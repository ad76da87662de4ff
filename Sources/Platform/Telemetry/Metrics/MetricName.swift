/// What Prometheus takes as a name.
enum MetricName {
    static func isValid(_ name: String) -> Bool {
        matches(name, first: { isLetter($0) || $0 == 0x3A }, others: { isLetter($0) || isDigit($0) || $0 == 0x3A })
    }

    /// Names that begin with two underscores are Prometheus' own.
    static func isValidLabel(_ name: String) -> Bool {
        !name.hasPrefix("__") && matches(name, first: isLetter, others: { isLetter($0) || isDigit($0) })
    }

    private static func matches(_ name: String, first: (UInt8) -> Bool, others: (UInt8) -> Bool) -> Bool {
        guard let head = name.utf8.first, first(head) else { return false }
        return name.utf8.dropFirst().allSatisfy(others)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
