/// Words, numbers, codes and addresses: what begins with a letter or a digit.
extension Tokenizer {
    private struct Shape {
        var letters = 0
        var capitals = 0
        var digits = 0
        var lastLetter: UInt8 = 0
        var run = 0
        var elongated = false
        var hasHyphen = false
        var hasAt = false
        var startsCapital = false

        mutating func letter(_ folded: UInt8, capital: Bool) {
            if letters == 0, digits == 0 { startsCapital = capital }
            letters += 1
            if capital { capitals += 1 }
            run = folded == lastLetter ? run + 1 : 1
            lastLetter = folded
            if run >= 3 { elongated = true }
        }
    }

    mutating func lexWord() {
        if startsURL() {
            lexURL()
            return
        }
        let start = position
        var shape = Shape()
        scratch.removeAll(keepingCapacity: true)
        scan: while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): take(byte, &shape, capital: false)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): take(byte | 0x20, &shape, capital: true)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                shape.digits += 1
                keep(byte)
            case 0x80...: guard takeScalar(&shape) else { break scan }
            case UInt8(ascii: "'"):
                guard isLetter(position + 1), shape.letters > 0 else { break scan }
                keep(byte)
            case UInt8(ascii: "_"), UInt8(ascii: "&"): guard joins(byte) else { break scan }
            case UInt8(ascii: "."):
                guard isAlphanumeric(position + 1), !sentenceEndsAtDot() else { break scan }
                keep(byte)
            case UInt8(ascii: ","):
                guard shape.letters == 0, digitRun(from: position + 1) == 3 else { break scan }
                keep(byte)
            case UInt8(ascii: "-"): guard takeHyphen(&shape, start) else { break scan }
            case UInt8(ascii: "@"):
                guard !shape.hasAt, isAlphanumeric(position + 1), mailDomainFollows() else { break scan }
                shape.hasAt = true
                keep(byte)
            case UInt8(ascii: "+"):
                if addressGoesOn() {
                    keep(byte)
                } else if shape.letters == 1, shape.digits == 0, next(1) == byte, !isAlphanumeric(position + 2) {
                    keep(byte)
                    keep(byte)
                } else {
                    break scan
                }
            case UInt8(ascii: "#"):
                guard shape.letters == 1, shape.digits == 0, !isAlphanumeric(position + 1) else { break scan }
                keep(byte)
            case UInt8(ascii: "*"): guard takeMask(shape) else { break scan }
            case UInt8(ascii: "$"), UInt8(ascii: "!"):
                guard shape.letters > 0, isLetter(position + 1), isLetter(position - 1) else { break scan }
                keep(byte)
            default: break scan
            }
        }
        emitWord(from: start, shape)
    }

    private mutating func emitWord(from start: Int, _ shape: Shape) {
        var traits: Token.Traits = []
        if shape.startsCapital { traits.insert(.capitalised) }
        if shape.letters >= 2, shape.capitals == shape.letters { traits.insert(.allCapitals) }
        if shape.elongated, !shape.hasAt { traits.insert(.elongated) }
        let kind: Token.Kind =
            if shape.hasAt {
                .email
            } else if shape.letters == 0 {
                shape.hasHyphen ? .code : .number
            } else if shape.hasHyphen {
                .code
            } else {
                .word
            }
        emit(String(decoding: scratch, as: UTF8.self), kind, from: start, traits: traits)
    }

    private mutating func keep(_ byte: UInt8) {
        if scratch.count < Self.longestWord { scratch.append(byte) }
        position += 1
    }

    private mutating func take(_ folded: UInt8, _ shape: inout Shape, capital: Bool) {
        shape.letter(folded, capital: capital)
        keep(folded)
    }

    private mutating func takeScalar(_ shape: inout Shape) -> Bool {
        let (scalar, length) = scalar(at: position)
        let isApostrophe = scalar.value == 0x2019 || scalar.value == 0x2018
        switch ScalarClass(scalar) {
        case .letter:
            let before = scratch.count
            if before < Self.longestWord { Folding.append(scalar, to: &scratch) }
            let capital = scalar.properties.isUppercase
            shape.letter(scratch.last ?? 0, capital: capital)
        case .digit:
            shape.digits += 1
            if scratch.count < Self.longestWord { Folding.append(scalar, to: &scratch) }
        case .mark: if scratch.count < Self.longestWord { Folding.append(scalar, to: &scratch) }
        case .invisible: break
        case .punctuation where isApostrophe && shape.letters > 0 && isLetter(position + length):
            scratch.append(UInt8(ascii: "'"))
        default: return false
        }
        position += length
        return true
    }

    /// `_` and `&` between letters or digits belong to the word.
    private mutating func joins(_ byte: UInt8) -> Bool {
        guard isAlphanumeric(position + 1) else { return false }
        keep(byte)
        return true
    }

    /// "works.But then" lacks a space; `api.key`, `v2.0` and `example.com` don't.
    private func sentenceEndsAtDot() -> Bool {
        let before = bytes[position - 1]
        let after = bytes[position + 1]
        let second = next(2)
        return before >= UInt8(ascii: "a") && before <= UInt8(ascii: "z") && after >= UInt8(ascii: "A")
            && after <= UInt8(ascii: "Z") && second >= UInt8(ascii: "a") && second <= UInt8(ascii: "z")
    }

    /// Hyphens stay in codes (`E-1042`) and vanish after one letter (`e-mail`); other compounds are two words.
    private mutating func takeHyphen(_ shape: inout Shape, _ start: Int) -> Bool {
        guard isAlphanumeric(position + 1) else { return false }
        if shape.digits > 0 || isDigit(position + 1) {
            shape.hasHyphen = true
            keep(UInt8(ascii: "-"))
            return true
        }
        if shape.letters == 1, position == start + 1, isLetter(position + 1) {
            position += 1
            return true
        }
        return false
    }

    /// Stars that mask letters: `f***`, `sh*t`. Not the end of `**bold**`.
    private mutating func takeMask(_ shape: Shape) -> Bool {
        guard shape.letters > 0, shape.digits == 0 else { return false }
        var end = position
        while end < bytes.count, end < position + 8, bytes[end] == UInt8(ascii: "*") { end += 1 }
        guard shape.letters <= 3, isLetter(end) || (shape.letters <= 2 && end - position >= 2) else { return false }
        while position < end { keep(UInt8(ascii: "*")) }
        return true
    }

    // MARK: Addresses

    private func startsURL() -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "h"), UInt8(ascii: "H"): has("http://") || has("https://")
        case UInt8(ascii: "w"), UInt8(ascii: "W"): has("www.") && isAlphanumeric(position + 4)
        default: false
        }
    }

    private mutating func lexURL() {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"") {
                break
            }
            position += 1
        }
        let closers: [UInt8] = Array(".,;:!?)]}'*".utf8)
        while position > start + 4, closers.contains(bytes[position - 1]) { position -= 1 }
        // A cut between two scalars: the text is for comparison, its range is exact.
        var end = min(position, start + Self.longestWord)
        while end < position, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let text = bytes[start..<end].map(Folding.asciiLowercase)
        emit(String(decoding: text, as: UTF8.self), .url, from: start)
    }

    /// Whether `@` is followed by labels and a dot, within 253 bytes (RFC 1035, section 2.3.4).
    private func mailDomainFollows() -> Bool {
        var end = position + 1
        var dotted = false
        while end < bytes.count, end < position + 254 {
            if bytes[end] == UInt8(ascii: "."), isLetter(end + 1) { dotted = true }
            guard isAlphanumeric(end) || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ".") else {
                break
            }
            end += 1
        }
        return dotted
    }

    /// `name+tag@host`: looks no further than 64 bytes ahead (RFC 5321, section 4.5.3.1.1).
    private func addressGoesOn() -> Bool {
        var end = position + 1
        while end < bytes.count, end < position + 64 {
            if bytes[end] == UInt8(ascii: "@") { return end > position + 1 }
            guard isAlphanumeric(end) || bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "-") else {
                break
            }
            end += 1
        }
        return false
    }

    // MARK: Looking

    private func has(_ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return prefix.withUTF8Buffer { wanted in
            wanted.indices.allSatisfy { Folding.asciiLowercase(bytes[position + $0]) == wanted[$0] }
        }
    }

    func next(_ distance: Int) -> UInt8 { position + distance < bytes.count ? bytes[position + distance] : 0 }

    func isDigit(_ offset: Int) -> Bool {
        offset < bytes.count && bytes[offset] >= UInt8(ascii: "0") && bytes[offset] <= UInt8(ascii: "9")
    }

    /// An ASCII letter, or the start of any scalar beyond ASCII that is a letter.
    func isLetter(_ offset: Int) -> Bool {
        guard offset >= 0, offset < bytes.count else { return false }
        let byte = bytes[offset]
        if byte >= 0xC0 { return ScalarClass(scalar(at: offset).0) == .letter }
        if byte >= 0x80 { return true }
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    func isAlphanumeric(_ offset: Int) -> Bool { isDigit(offset) || isLetter(offset) }

    private func digitRun(from offset: Int) -> Int {
        var end = offset
        while end < offset + 4, isDigit(end) { end += 1 }
        return end - offset
    }
}
