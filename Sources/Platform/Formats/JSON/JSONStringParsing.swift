extension JSONParser {
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        skipPlain()
        guard position < bytes.count else { throw unexpected("'\"'") }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try stringWithEscapes(from: start)
    }

    /// Skips what a string holds as it is, eight bytes at a time: all but a quote, a backslash and control characters.
    @inline(__always)
    private mutating func skipPlain() {
        let raw = UnsafeRawBufferPointer(bytes)
        while position &+ 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            let stops = JSONBytes.escaped(in: word)
            if stops != 0 {
                position &+= stops.trailingZeroBitCount / 8
                return
            }
            position &+= 8
        }
        while position < bytes.count, !JSONBytes.isEscaped(bytes[position]) { position &+= 1 }
    }

    /// Reads on from the first escape of a string that begins at `start`.
    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((position - start) * 2 + 32)
        var run = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[run..<position])
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[run..<position])
                position += 1
                try appendEscape(to: &text)
                run = position
            default:
                throw failure("a control character in a string must be escaped")
            }
            skipPlain()
        }
        throw unexpected("'\"'")
    }

    /// Reads one escape behind its backslash.
    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw unexpected("an escape") }
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position])
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "u"):
            text.append(contentsOf: try escapedScalar().utf8)
            return
        default: throw unexpected("one of \" \\ / b f n r t u behind a backslash")
        }
        position += 1
    }

    /// Reads `u` and four hexadecimal digits; for half a surrogate pair, its other half too.
    private mutating func escapedScalar() throws(JSONError) -> String {
        let start = position - 1
        let unit = try escapedUnit()
        if let scalar = Unicode.Scalar(unit) { return String(scalar) }
        if UTF16.isLeadSurrogate(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 1
            let trail = try escapedUnit()
            if UTF16.isTrailSurrogate(trail) { return String(decoding: [unit, trail], as: UTF16.self) }
        }
        throw JSONError("half a surrogate pair", at: start, in: bytes)
    }

    private mutating func escapedUnit() throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
