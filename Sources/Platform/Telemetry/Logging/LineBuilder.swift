import FoundationEssentials

/// The bytes of a line under construction, and the escapes that keep it one line.
struct LineBuilder {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// RFC 3339 in UTC, rounded to the millisecond. Moments outside the years 0 to 9999 are written as the nearest of them.
    mutating func append(time: Date) {
        let bounded = min(max(time.timeIntervalSince1970, -62_167_219_200), 253_402_300_799.999)
        let milliseconds = Int((bounded * 1000).rounded())
        let (days, rest) = milliseconds.flooredDivision(by: 86_400_000)
        let (year, month, day) = CivilDate.from(daysSince1970: days)
        append(digits: year, width: 4)
        append("-")
        append(digits: month, width: 2)
        append("-")
        append(digits: day, width: 2)
        append("T")
        append(digits: rest / 3_600_000, width: 2)
        append(":")
        append(digits: rest / 60_000 % 60, width: 2)
        append(":")
        append(digits: rest / 1000 % 60, width: 2)
        append(".")
        append(digits: rest % 1000, width: 3)
        append("Z")
    }

    /// Seconds as a decimal number with six places.
    mutating func append(seconds duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = attoseconds / 1_000_000_000_000
        if seconds < 0 || microseconds < 0 { append("-") }
        append(String(seconds.magnitude))
        append(".")
        append(digits: Int(microseconds.magnitude), width: 6)
    }

    /// In quotes, escaped as JSON (RFC 8259, section 7).
    mutating func append(quoted text: String, limit: Int) {
        append("\"")
        append(escaped: text, limit: limit)
        append("\"")
    }

    /// Bare where it reads as one word of plain ASCII, otherwise quoted.
    mutating func append(word text: String, limit: Int) {
        let isWord = text.utf8.allSatisfy { Self.isPlain($0) && $0 != 0x20 && $0 != 0x3D }
        if isWord && !text.isEmpty && text.utf8.count <= limit {
            append(text)
        } else {
            append(quoted: text, limit: limit)
        }
    }

    /// ASCII that needs no escape.
    private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C }

    /// Escapes quotes, backslashes, controls (C0, DEL and C1) and characters that end or reorder a line on a screen.
    /// Past `limit` bytes of output the text ends in `…`.
    mutating func append(escaped text: String, limit: Int) {
        if text.utf8.count <= limit && text.utf8.allSatisfy(Self.isPlain) {
            append(text)
            return
        }
        let end = bytes.count + limit
        for scalar in text.unicodeScalars {
            if bytes.count >= end {
                append("…")
                return
            }
            append(escaped: scalar)
        }
    }

    private mutating func append(escaped scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
            append("\\u")
            for shift in [12, 8, 4, 0] { bytes.append(Self.hex[Int(scalar.value >> UInt32(shift) & 15)]) }
        case 0x20..<0x7F: bytes.append(UInt8(scalar.value))
        default: bytes.append(contentsOf: Unicode.UTF8.encode(scalar).unsafelyUnwrapped)
        }
    }

    private static let hex = Array("0123456789abcdef".utf8)

    /// `value` has at most `width` digits.
    private mutating func append(digits value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}

extension Int {
    fileprivate func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
