import Formats

extension Draft.Block {
    /// A part of a passage as an answer shows it: links with their addresses, a table's rows as items.
    package init(_ block: PassageContent.Block) {
        switch block {
        case .paragraph(let lines): self = .paragraph(lines.map(\.readable))
        case .bullets(let lines): self = .bullets(lines.map(\.readable))
        case .steps(let steps):
            self = .steps(
                steps.map { ([$0.text.readable] + $0.details).joined(separator: "\n   ") },
                start: steps.first?.number ?? 1)
        case .table(let header, let rows): self = .bullets(rows.map { Self.item(header, $0) })
        case .code(_, let text): self = .code(text)
        }
    }

    /// `Team: 100 members; Price: on request`, the first cell being what the others are about.
    private static func item(_ header: [String], _ row: [String]) -> String {
        let cells = zip(header, row).dropFirst().filter { !$1.isEmpty }.map { $0.isEmpty ? $1 : "\($0): \($1)" }
        return cells.isEmpty ? row.first ?? "" : "\(row.first ?? ""): \(cells.joined(separator: "; "))"
    }
}

extension Draft {
    /// The blocks of a text that a model wrote, in Markdown or plain. No markup stays; links keep their addresses.
    package static func blocks(ofMarkdown text: String) -> [Block] {
        PassageContent(markdown: text, name: "reply").blocks.map(Block.init)
    }
}

extension PassageContent.Line {
    /// The text with each link's address behind its label, where that leads out of the documents.
    package var readable: String {
        var result = ""
        var start = text.startIndex
        for link in links where link.isAbsolute && link.url != link.label && !link.label.isEmpty {
            guard link.range.upperBound <= text.utf8.count else { continue }
            let end = text.utf8.index(text.startIndex, offsetBy: link.range.upperBound)
            guard end >= start else { continue }
            result += text[start..<end] + " (\(link.url))"
            start = end
        }
        return result + text[start...]
    }
}

extension MarkdownLink {
    /// Whether the address means something outside the documents.
    fileprivate var isAbsolute: Bool {
        let url = url.lowercased()
        return ["https://", "http://", "mailto:", "tel:"].contains(where: url.hasPrefix) && url != "mailto:" + label
            && url != "http://" + label && url != "https://" + label
    }
}
