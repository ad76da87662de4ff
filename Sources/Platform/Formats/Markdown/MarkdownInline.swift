extension MarkdownNode {
    /// The text of the inline nodes below this one.
    var inlineText: MarkdownText {
        var text = ""
        var links: [MarkdownLink] = []
        var linkStart = 0
        walk { node, isEntering in
            switch node.kind {
            case .text, .code: text += node.literal
            case .softBreak: text += " "
            case .lineBreak: text += "\n"
            case .inlineHTML: if node.literal.lowercased().hasPrefix("<br") { text += "\n" }
            case .strikethrough: return false
            case .link:
                if isEntering {
                    linkStart = text.utf8.count
                } else {
                    let label = String(decoding: text.utf8.dropFirst(linkStart), as: UTF8.self)
                    let range = linkStart..<text.utf8.count
                    links.append(MarkdownLink(label: label, url: node.url, range: range))
                }
            default: break
            }
            return true
        }
        return MarkdownText(text, links: links)
    }
}

extension MarkdownText {
    /// Puts another text behind this one, on a line of its own.
    mutating func appendLine(_ other: MarkdownText) {
        if !text.isEmpty { text += "\n" }
        let offset = text.utf8.count
        text += other.text
        links += other.links.map { link in
            let range = link.range.lowerBound + offset..<link.range.upperBound + offset
            return MarkdownLink(label: link.label, url: link.url, range: range)
        }
    }
}
