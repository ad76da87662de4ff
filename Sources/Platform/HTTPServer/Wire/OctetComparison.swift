extension Span<UInt8> {
    func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { other in
            for index in 0..<count where self[index] != other[index] { return false }
            return true
        }
    }

    /// - Parameter text: in lower case.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { other in
            for index in 0..<count where ByteClass.lowercased(self[index]) != other[index] { return false }
            return true
        }
    }

    func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where ByteClass.lowercased(self[index]) != ByteClass.lowercased(other[index]) {
            return false
        }
        return true
    }

    /// A part of the octets without the blanks and tabs around it.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end && (self[start] == 32 || self[start] == 9) { start += 1 }
        while end > start && (self[end - 1] == 32 || self[end - 1] == 9) { end -= 1 }
        return start..<end
    }
}
