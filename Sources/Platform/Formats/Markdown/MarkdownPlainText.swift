/// Writes sections as text without markup.
enum MarkdownPlainText {
    static func text(of sections: [MarkdownSection]) -> String {
        var text = ""
        for section in sections {
            if section.level > 0 { append(section.heading, to: &text, after: "\n\n") }
            var isInList = false
            for block in section.blocks {
                let isItem = if case .listItem = block { true } else { false }
                append(self.text(of: block), to: &text, after: isItem && isInList ? "\n" : "\n\n")
                isInList = isItem
            }
        }
        return text
    }

    private static func append(_ block: String, to text: inout String, after separator: String) {
        if !text.isEmpty { text += separator }
        text += block
    }

    private static func text(of block: MarkdownBlock) -> String {
        switch block {
        case .paragraph(let text): withAddresses(text)
        case .listItem(let item):
            String(repeating: "  ", count: item.depth) + mark(of: item) + " " + withAddresses(item.text)
        case .code(_, let text): text
        case .table(let table):
            ([table.header] + table.rows).map { $0.map(withAddresses).joined(separator: " | ") }
                .joined(separator: "\n")
        case .quote(let text):
            withAddresses(text).split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
                .joined(separator: "\n")
        }
    }

    private static func mark(of item: MarkdownListItem) -> String {
        switch item.marker {
        case .bullet: "-"
        case .number(let number): "\(number)."
        case .task(let isDone): isDone ? "[x]" : "[ ]"
        }
    }

    /// The text with each link's address in brackets behind its label, unless the label says it.
    private static func withAddresses(_ text: MarkdownText) -> String {
        var result: [UInt8] = []
        var end = 0
        let bytes = Array(text.text.utf8)
        for link in text.links {
            result += bytes[end..<link.range.upperBound]
            end = link.range.upperBound
            let isSaid =
                link.url.isEmpty || link.url == link.label || link.url.hasSuffix("/" + link.label)
                || link.url == "mailto:" + link.label
            if !isSaid { result += Array(" (\(link.url))".utf8) }
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }
}
