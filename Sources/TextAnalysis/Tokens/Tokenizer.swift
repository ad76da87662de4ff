/// Cuts UTF-8 into tokens in one pass.
///
/// A word stops growing after ``longestWord`` bytes of folded text while its range goes on, so that nothing that reads
/// tokens meets a long one.
struct Tokenizer {
    static let longestWord = 64

    let bytes: [UInt8]
    var position = 0
    var tokens: [Token] = []
    var scratch: [UInt8] = []
    private var lineBreaks = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        scratch.reserveCapacity(Self.longestWord + 16)
        tokens.reserveCapacity(bytes.count / 5 + 4)
    }

    mutating func run() -> [Token] {
        while position < bytes.count { step() }
        return tokens
    }

    private mutating func step() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\n"):
            lineBreaks += 1
            position += 1
        case 0...0x20, 0x7F: position += 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            lexWord()
        case 0..<0x80: lexMark(byte)
        default: lexScalar()
        }
    }

    /// Adds a token that ends at `position`.
    mutating func emit(_ text: String, _ kind: Token.Kind, from start: Int, traits: Token.Traits = []) {
        var traits = traits
        if lineBreaks > 0 { traits.insert(.startsLine) }
        if lineBreaks > 1 { traits.insert(.startsParagraph) }
        if start == 0 || bytes[start - 1] <= 0x20 { traits.insert(.spaced) }
        lineBreaks = 0
        tokens.append(Token(text: text, kind: kind, traits: traits, range: start..<position))
    }

    private mutating func lexScalar() {
        let start = position
        let (scalar, length) = scalar(at: position)
        switch ScalarClass(scalar) {
        case .letter, .digit: lexWord()
        case .space:
            if scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0x85 { lineBreaks += 1 }
            position += length
        case .invisible, .mark: position += length
        case .ideograph:
            position += length
            emit(String(Character(scalar)), .word, from: start)
        case .emoji: lexEmoji(scalar, length)
        case .punctuation:
            position += length
            emit(Self.plainPunctuation(scalar), .punctuation, from: start)
        case .symbol:
            position += length
            emit(String(Character(scalar)), .symbol, from: start)
        }
    }

    /// One emoji with its variation selectors, skin tones, joiners and what they join, or a flag's second half.
    private mutating func lexEmoji(_ first: Unicode.Scalar, _ length: Int) {
        let start = position
        position += length
        var joined = false
        var flagHalves = Self.isRegionalIndicator(first) ? 1 : 0
        while position < bytes.count, bytes[position] >= 0x80 {
            let (next, length) = scalar(at: position)
            let value = next.value
            if value == 0x200D {
                joined = true
            } else if value == 0xFE0F || value == 0xFE0E || value == 0x20E3 || (0x1F3FB...0x1F3FF).contains(value) {
                // part of the same picture
            } else if joined, ScalarClass(next) == .emoji {
                joined = false
            } else if flagHalves == 1, Self.isRegionalIndicator(next) {
                flagHalves = 2
            } else {
                break
            }
            position += length
        }
        emit(String(Character(first)), .emoji, from: start)
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private static func plainPunctuation(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x2018, 0x2019, 0x201A, 0x2032: "'"
        case 0x201C, 0x201D, 0x201E, 0xAB, 0xBB: "\""
        case 0x2010...0x2015: "-"
        case 0x2026: "..."
        case 0x3002, 0xFF0E, 0x06D4: "."
        case 0xFF1F, 0x061F: "?"
        case 0xFF01: "!"
        case 0x060C, 0x3001, 0xFF0C: ","
        default: String(Character(scalar))
        }
    }

    /// Decodes at an offset that starts a scalar. Swift strings hold valid UTF-8 only.
    func scalar(at offset: Int) -> (Unicode.Scalar, length: Int) {
        let first = UInt32(bytes[offset])
        if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
        func tail(_ index: Int) -> UInt32 {
            offset + index < bytes.count ? UInt32(bytes[offset + index] & 0x3F) : 0
        }
        let (value, length): (UInt32, Int) =
            if first < 0xE0 {
                ((first & 0x1F) << 6 | tail(1), 2)
            } else if first < 0xF0 {
                ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
            } else {
                ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
            }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", min(length, bytes.count - offset))
    }
}
