/// Flattens the nodes below a document into blocks.
struct MarkdownBlockBuilder {
    /// Where a node stands: the lists around it, and whether a quote is.
    private struct Place {
        var lists = 0
        var isQuoted = false
    }

    private(set) var blocks: [MarkdownBlock] = []

    /// Adds what stands directly below the document.
    mutating func add(_ node: MarkdownNode) { add(node, Place()) }

    private mutating func add(_ node: MarkdownNode, _ place: Place) {
        switch node.kind {
        case .paragraph, .heading: addParagraph(node.inlineText, place)
        case .codeBlock: blocks.append(Self.code(node))
        case .table: blocks.append(Self.table(node))
        case .list: addList(node, place)
        case .quote: for child in node.children { add(child, Place(lists: place.lists, isQuoted: true)) }
        default: break
        }
    }

    private mutating func addParagraph(_ text: MarkdownText, _ place: Place) {
        if !text.isEmpty { blocks.append(place.isQuoted ? .quote(text) : .paragraph(text)) }
    }

    private mutating func addList(_ list: MarkdownNode, _ place: Place) {
        var number = list.firstNumber
        for item in list.children {
            let marker: MarkdownListItem.Marker =
                if item.kind == .taskItem { .task(isDone: item.isTaskDone) } else {
                    number.map { .number($0) } ?? .bullet
                }
            addItem(item, marker, place)
            number = number.map { $0 + 1 }
        }
    }

    private mutating func addItem(_ item: MarkdownNode, _ marker: MarkdownListItem.Marker, _ place: Place) {
        var text = MarkdownText()
        let children = Array(item.children)
        let paragraphs = children.prefix { $0.kind == .paragraph }
        for paragraph in paragraphs { text.appendLine(paragraph.inlineText) }
        blocks.append(.listItem(MarkdownListItem(marker, depth: place.lists, text)))

        let inside = Place(lists: place.lists + 1, isQuoted: place.isQuoted)
        for child in children.dropFirst(paragraphs.count) { add(child, inside) }
    }

    private static func code(_ node: MarkdownNode) -> MarkdownBlock {
        let language = node.fenceInfo.split(whereSeparator: \.isWhitespace).first.map(String.init)
        let text = node.literal
        return .code(language: language, text: text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    private static func table(_ node: MarkdownNode) -> MarkdownBlock {
        var header: [MarkdownText] = []
        var rows: [[MarkdownText]] = []
        for row in node.children {
            let cells = row.children.map(\.inlineText)
            if row.kind == .tableHeader { header = cells } else { rows.append(cells) }
        }
        return .table(MarkdownTable(header: header, rows: rows))
    }
}
