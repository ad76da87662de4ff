import TextAnalysis

/// Finds what software writes to software and no customer should read: JSON, tags, template braces, encoded text.
struct MachineText {
    /// The sections without white space, since a reply may show what they show.
    private let open: String

    init(passages: [Passage]) { open = passages.map { Self.squashed($0.markdown) }.joined(separator: "\n") }

    /// UTF-8 ranges. An encoded text is reported when it can be read as words.
    func find(in text: TokenizedText) -> [Range<Int>] {
        let bytes = Array(text.source.utf8)
        return (braces(bytes) + tags(bytes) + encoded(bytes)).filter { range in
            !open.contains(Self.squashed(String(decoding: bytes[range], as: UTF8.self)))
        }
    }

    private static func squashed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    /// `{"key": …}`, `{{name}}`, `${name}`, `{% if %}`.
    private func braces(_ bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while place < bytes.count {
            defer { place += 1 }
            if bytes[place] == UInt8(ascii: "}"), place + 1 < bytes.count, bytes[place + 1] == bytes[place] {
                found.append(place..<(place + 2))
                continue
            }
            guard bytes[place] == UInt8(ascii: "{") else { continue }
            var inside = place + 1
            while inside < bytes.count, bytes[inside] <= 0x20 { inside += 1 }
            let next = inside < bytes.count ? bytes[inside] : 0
            let isTemplate =
                place + 1 < bytes.count && "{%#".utf8.contains(bytes[place + 1])
                || place > 0 && bytes[place - 1] == UInt8(ascii: "$")
            guard isTemplate || "\"'".utf8.contains(next) else { continue }
            var depth = 0
            var end = place
            while end < bytes.count {
                if bytes[end] == UInt8(ascii: "{") { depth += 1 }
                if bytes[end] == UInt8(ascii: "}") { depth -= 1 }
                end += 1
                if depth == 0 { break }
            }
            found.append(place..<end)
            place = end - 1
        }
        return found
    }

    /// `<name …>`, `</name>`, `<|name|>`, `[INST]`.
    private func tags(_ bytes: [UInt8]) -> [Range<Int>] {
        bytes.indices.compactMap { place in
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            let closer: UInt8
            switch bytes[place] {
            case UInt8(ascii: "<") where next == UInt8(ascii: "/") || next == UInt8(ascii: "|") || isLetter(next):
                closer = UInt8(ascii: ">")
            case UInt8(ascii: "[") where next == UInt8(ascii: "/") || isPlaceholder(bytes[place...].dropFirst()):
                closer = UInt8(ascii: "]")
            default: return nil
            }
            guard let end = bytes[place...].prefix(200).firstIndex(of: closer) else { return nil }
            // An address in angle brackets is an address.
            return bytes[place..<end].contains(where: { "@:".utf8.contains($0) }) ? nil : place..<(end + 1)
        }
    }

    /// `[Your name]`, `[INST]`: what a model leaves to be filled in.
    private func isPlaceholder(_ rest: ArraySlice<UInt8>) -> Bool {
        let inside = String(decoding: rest.prefix(40).prefix { $0 != UInt8(ascii: "]") }, as: UTF8.self).lowercased()
        return ["your ", "insert ", "customer", "name]", "company", "agent", "inst", "date"].contains(
            where: inside.hasPrefix)
            || inside.hasSuffix(" name")
    }

    private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

    private func encoded(_ bytes: [UInt8]) -> [Range<Int>] {
        bytes.indices.split { place in
            !(isLetter(bytes[place]) || (0x30...0x39).contains(bytes[place]) || "+/=-_".utf8.contains(bytes[place]))
        }.compactMap { run in
            guard run.count >= 24, let first = run.first, let last = run.last else { return nil }
            let word = bytes[first...last]
            return isText(Self.base64(word)) || isText(Self.hexadecimal(word)) ? first..<(last + 1) : nil
        }
    }

    /// Nine in ten bytes are letters and blanks, with blanks between: words.
    private func isText(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 12 else { return false }
        let plain = bytes.count { isLetter($0) || $0 == 0x20 || ".,:;'\n".utf8.contains($0) }
        return bytes.contains(0x20) && plain * 10 >= bytes.count * 9
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var bits = 0
        var held = 0
        for byte in text {
            let value: Int
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte) + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            default: continue
            }
            bits = (bits << 6 | value) & 0xFFFF
            held += 6
            if held >= 8 {
                held -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        return result
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let digits = text.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.count else { return [] }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
