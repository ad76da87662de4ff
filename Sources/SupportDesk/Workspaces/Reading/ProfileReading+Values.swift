import Formats

/// What single values of a company's files must look like.
extension ProfileReading {
    /// One line of at most 200 characters.
    static func shortText(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string().trimmed
        guard !text.isEmpty, text.count <= 200, !text.contains(where: \.isNewline) else {
            throw node.error("expected one line of at most 200 characters")
        }
        return text
    }

    /// Lower-case letters, digits, `-` and `_`, at most 40.
    static func checkID(_ text: String, _ node: YAMLNode) throws(YAMLError) {
        let isID = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        guard isID, (1...40).contains(text.utf8.count) else {
            throw node.error(
                "expected a name of lower-case letters, digits, '-' and '_', at most 40, found '\(text.prefix(40))'")
        }
    }

    static func slug(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        try checkID(text, node)
        return text
    }

    static func prefix(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        let isPrefix = text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        guard isPrefix, (1...6).contains(text.utf8.count) else {
            throw node.error("expected one to six letters from A to Z")
        }
        return text
    }

    /// A web address, or a path on the company's own site.
    static func link(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        let isLink = ["https://", "http://", "/"].contains(where: text.hasPrefix)
        guard isLink, text.utf8.count <= 500, !text.contains(where: { $0.isWhitespace || $0 == "<" || $0 == "\"" })
        else {
            throw node.error("expected an address that begins with https://, http:// or /")
        }
        return text
    }

    static func languages(_ node: YAMLNode) throws(YAMLError) -> [String] {
        let nodes = try node.list()
        guard !nodes.isEmpty else { throw node.error("at least one language is needed") }
        var languages: [String] = []
        for node in nodes {
            let code = try node.string()
            guard Self.isLanguage(code) else {
                throw node.error("expected a language code such as en or pt-BR, found '\(code.prefix(20))'")
            }
            languages.append(code)
        }
        return languages
    }

    /// Two or three letters (ISO 639), perhaps with a script or region behind a hyphen.
    static func isLanguage(_ code: String) -> Bool {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), parts.count <= 2 else { return false }
        return first.allSatisfy { $0.isASCII && $0.isLowercase }
            && parts.dropFirst().allSatisfy {
                (2...4).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isLetter }
            }
    }

    static func groups(_ node: YAMLNode) throws(YAMLError) -> [[String]] {
        var groups: [[String]] = []
        for group in try node.list() {
            let words = try group.strings()
            guard words.count >= 2 else { throw group.error("a group needs at least two words or phrases") }
            groups.append(words)
        }
        return groups
    }
}
