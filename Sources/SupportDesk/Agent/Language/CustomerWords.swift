/// Words of a customer on their way to a language model: marked as data, and unable to end the mark.
enum CustomerWords {
    private static let mark = "customer_message"

    static func marked(_ text: String) -> String { "<\(mark)>\n\(neutralised(text))\n</\(mark)>" }

    /// The words without their mark.
    static func unmarked(_ text: String) -> String {
        guard text.hasPrefix("<\(mark)>\n"), text.hasSuffix("\n</\(mark)>") else { return text }
        return String(text.dropFirst(mark.count + 3).dropLast(mark.count + 4))
    }

    /// A name or subject as it may stand in instructions: one line, short, without anything that looks like markup.
    static func inline(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(line.filter { !"<>{}`".contains($0) }.prefix(120))
    }

    private static func neutralised(_ text: String) -> String {
        guard text.contains("<") else { return text }
        var result = ""
        var rest = text[...]
        while let found = rest.firstIndex(of: "<") {
            result += rest[..<found]
            let after = rest[rest.index(after: found)...].drop { $0 == "/" || $0.isWhitespace }
            result += after.lowercased().hasPrefix(mark) ? "‹" : "<"
            rest = rest[rest.index(after: found)...]
        }
        return result + rest
    }
}
