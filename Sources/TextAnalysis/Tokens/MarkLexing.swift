/// ASCII that begins no word: punctuation, signs, emoticons, mentions, hashtags.
extension Tokenizer {
    mutating func lexMark(_ byte: UInt8) {
        let start = position
        if lexEmoticon(byte) { return }
        switch byte {
        case UInt8(ascii: "@") where isLetter(position + 1) || next(1) == UInt8(ascii: "_"):
            position += 1
            lexWord()
            relabel(from: start, as: .mention, prefix: "@")
        case UInt8(ascii: "#") where isAlphanumeric(position + 1):
            let isNumber = isDigit(position + 1)
            position += 1
            lexWord()
            relabel(from: start, as: isNumber ? .code : .hashtag, prefix: "")
        case UInt8(ascii: "$") where isLetter(position + 1):
            // `$hit` masks a letter; `$USD` keeps its sign apart.
            position += 1
            emit("$", .symbol, from: start)
        case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            position += 1
            emit(String(UnicodeScalar(byte)), .symbol, from: start)
        default:
            while position < bytes.count, bytes[position] == byte { position += 1 }
            let isEllipsis = byte == UInt8(ascii: ".") && position - start > 1
            emit(isEllipsis ? "..." : String(UnicodeScalar(byte)), .punctuation, from: start)
        }
    }

    /// Gives the token just emitted its sign back.
    private mutating func relabel(from start: Int, as kind: Token.Kind, prefix: String) {
        guard let last = tokens.popLast() else { return }
        var traits = last.traits
        if start == 0 || bytes[start - 1] <= 0x20 { traits.insert(.spaced) }
        let isAddress = last.kind == .email || last.kind == .url
        tokens.append(
            Token(
                text: isAddress ? last.text : prefix + last.text, kind: isAddress ? last.kind : kind, traits: traits,
                range: start..<last.range.upperBound))
    }

    /// `:)`, `:-D`, `;(`, `=P`, `<3`, `</3`, where no letter or digit follows.
    private mutating func lexEmoticon(_ eyes: UInt8) -> Bool {
        let start = position
        var mouth = position + 1
        switch eyes {
        case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="):
            if next(1) == UInt8(ascii: "'") { mouth += 1 }
            if mouth < bytes.count, bytes[mouth] == UInt8(ascii: "-") { mouth += 1 }
            guard mouth < bytes.count, ")(DPpO/\\|]['*3".utf8.contains(bytes[mouth]) else { return false }
        case UInt8(ascii: "<"):
            if next(1) == UInt8(ascii: "/") { mouth += 1 }
            guard mouth < bytes.count, bytes[mouth] == UInt8(ascii: "3") else { return false }
        default: return false
        }
        guard !isAlphanumeric(mouth + 1) else { return false }
        let isBroken = eyes == UInt8(ascii: "<") && mouth == start + 2
        let isCrying = next(1) == UInt8(ascii: "'")
        let text =
            String(UnicodeScalar(eyes)) + (isBroken ? "/" : isCrying ? "'" : "") + String(UnicodeScalar(bytes[mouth]))
        let last = bytes[mouth]
        position = mouth + 1
        while position < bytes.count, bytes[position] == last { position += 1 }
        emit(text, .emoticon, from: start)
        return true
    }
}
