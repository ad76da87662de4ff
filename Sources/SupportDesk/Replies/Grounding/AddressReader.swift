import TextAnalysis

/// Finds addresses with and without a scheme, `docs.acme.example/help` and `help@acme-two.example`, whole.
enum AddressReader {
    struct Address {
        /// UTF-8 offsets.
        let range: Range<Int>
        /// As it is compared: lower case, no scheme, no `www.`, no closing mark.
        let text: String
    }

    static func find(in text: TokenizedText) -> [Address] {
        let bytes = Array(text.source.utf8)
        var found: [Address] = []
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, isInside(bytes, end) { end += 1 }
            if let address = address(bytes, start..<end) { found.append(address) }
            start = max(end, start + 1)
        }
        return found
    }

    private static func address(_ bytes: [UInt8], _ range: Range<Int>) -> Address? {
        var end = range.upperBound
        while end > range.lowerBound, ".,;:!?'/}".utf8.contains(bytes[end - 1]) { end -= 1 }
        // Four letters at least, a dot among them.
        guard end - range.lowerBound > 3, bytes[range.lowerBound..<end].contains(UInt8(ascii: ".")) else { return nil }
        var text = String(decoding: bytes[range.lowerBound..<end], as: UTF8.self).lowercased()[...]
        var hasScheme = false
        for scheme in ["https://", "http://", "mailto:", "www."] where text.hasPrefix(scheme) {
            text = text.dropFirst(scheme.count)
            hasScheme = true
        }
        let domain = text.contains("@") ? text.split(separator: "@").last ?? "" : text
        guard hasScheme || isDomain(domain, isMail: domain.count < text.count) else { return nil }
        return Address(range: range.lowerBound..<end, text: String(text))
    }

    /// Anything but white space, quotes, brackets and the marks of Markdown; `§` is a mark of ``MarkedLabel``.
    private static func isInside(_ bytes: [UInt8], _ place: Int) -> Bool {
        switch bytes[place] {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "|"):
            false
        case 0xC2: !(place + 1 < bytes.count && bytes[place + 1] == 0xA7)
        case 0xA7: !(place > 0 && bytes[place - 1] == 0xC2)
        default: true
        }
    }

    private static func isDomain(_ text: Substring, isMail: Bool) -> Bool {
        let host = text.prefix { !"/?#:".contains($0) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let top = labels.last, top.utf8.count > 1, top.allSatisfy(\.isLetter),
            labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isHostCharacter) })
        else { return false }
        return isMail || host.utf8.count < text.utf8.count || topLevels.contains(String(top))
    }

    private static func isHostCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-"
    }

    private static let topLevels: Set<String> = [
        "com", "org", "net", "io", "co", "app", "dev", "ai", "info", "biz", "eu", "de", "at", "ch", "uk", "fr", "nl",
        "es", "us", "ca", "au", "in", "me", "tv", "cloud", "online", "site", "shop", "tech", "help", "support", "ly",
        "xyz", "ru", "example", "test", "invalid", "localhost",
    ]
}

extension [AddressReader.Address] {
    /// Whether an address is here, or the host or path that another one begins with.
    func has(_ address: AddressReader.Address) -> Bool {
        contains {
            guard $0.text.hasPrefix(address.text) else { return false }
            return $0.text.dropFirst(address.text.count).first.map { "/?#".contains($0) } ?? true
        }
    }
}
