import TextAnalysis

/// Finds addresses without a scheme, `docs.acme.example/help`, which tokens alone do not tell from words.
enum AddressReader {
    /// UTF-8 ranges with the address as it is compared: lower case, no closing mark.
    static func find(in text: TokenizedText) -> [(range: Range<Int>, address: String)] {
        let bytes = Array(text.source.utf8)
        var found: [(Range<Int>, String)] = []
        var start = 0
        while start < bytes.count {
            guard isInside(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, isInside(bytes[end]) { end += 1 }
            var last = end
            while last > start, isMark(bytes[last - 1]) { last -= 1 }
            if last > start {
                let address = String(decoding: bytes[start..<last], as: UTF8.self).lowercased()
                if isAddress(address) { found.append((start..<last, address)) }
            }
            start = end
        }
        return found
    }

    private static func isInside(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "|"):
            false
        default: true
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool { ".,;:!?'/}".utf8.contains(byte) }

    private static func isAddress(_ text: String) -> Bool {
        guard !text.contains("@"), !text.contains("://") else { return false }
        let host = text.prefix { !"/?#:".contains($0) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let top = labels.last, let first = labels.first, top.utf8.count > 1,
            top.allSatisfy(\.isLetter), first != "",
            labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isHostCharacter) })
        else { return false }
        return host.utf8.count < text.utf8.count || first == "www" || topLevels.contains(String(top))
    }

    private static func isHostCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-"
    }

    private static let topLevels: Set<String> = [
        "com", "org", "net", "io", "co", "app", "dev", "ai", "info", "biz", "eu", "de", "at", "ch", "uk", "fr", "nl",
        "es",
        "us", "ca", "au", "in", "me", "tv", "cloud", "online", "site", "shop", "tech", "help", "support", "ly", "xyz",
        "ru",
        "example", "test", "invalid", "localhost",
    ]
}
