/// Writes blocks of plain text as Markdown that reads back as the same text.
enum MarkdownWriter {
    static func text(of blocks: [Draft.Block]) -> String {
        blocks.map(Self.text).joined(separator: "\n\n")
    }

    private static func text(of block: Draft.Block) -> String {
        switch block {
        case .paragraph(let sentences): return sentences.map(line).joined(separator: " ")
        case .bullets(let items): return items.map { "- " + item($0, indent: "  ") }.joined(separator: "\n")
        case .steps(let steps, let start):
            return steps.enumerated().map { number, step in
                let mark = "\(start + number). "
                return mark + item(step, indent: String(repeating: " ", count: mark.utf8.count))
            }.joined(separator: "\n")
        case .code(let text): return "```\n\(text)\n```"
        }
    }

    /// An item whose further lines are items inside it.
    private static func item(_ text: String, indent: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line(String($0).trimmed) }
        guard let first = lines.first else { return "" }
        return ([first] + lines.dropFirst().map { indent + "- " + $0 }).joined(separator: "\n")
    }

    /// Marks that Markdown would read are escaped (CommonMark 0.30, section 2.4).
    static func line(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 8)
        var atStart = true
        var onlyDigits = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "~", "|", "#", "!":
                result.unicodeScalars.append("\\")
            case "-", "+", "=":
                if atStart { result.unicodeScalars.append("\\") }
            case ".", ")":
                if !atStart, onlyDigits { result.unicodeScalars.append("\\") }
            default: break
            }
            if !("0"..."9").contains(scalar) { onlyDigits = false }
            atStart = false
            result.unicodeScalars.append(scalar == "\n" ? " " : scalar)
        }
        return result
    }
}
