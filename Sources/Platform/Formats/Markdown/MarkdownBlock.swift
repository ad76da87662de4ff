/// A block of a section. Lists and quotes are flat: a nested item follows the item it belongs to.
package enum MarkdownBlock: Equatable, Sendable {
    case paragraph(MarkdownText)
    case listItem(MarkdownListItem)
    /// `language` is the first word behind the fence.
    case code(language: String?, text: String)
    case table(MarkdownTable)
    /// A paragraph inside a block quote.
    case quote(MarkdownText)
}

package struct MarkdownListItem: Equatable, Sendable {
    package enum Marker: Equatable, Sendable {
        case bullet
        case number(Int)
        case task(isDone: Bool)
    }

    package let marker: Marker
    /// Lists around this one.
    package let depth: Int
    /// The item's first paragraphs, a line feed between them. What follows a list, table or code inside the item is a
    /// block of its own.
    package let text: MarkdownText

    package init(_ marker: Marker, depth: Int = 0, _ text: MarkdownText) {
        self.marker = marker
        self.depth = depth
        self.text = text
    }
}

package struct MarkdownTable: Equatable, Sendable {
    package let header: [MarkdownText]
    /// Each as long as the header.
    package let rows: [[MarkdownText]]

    package init(header: [MarkdownText], rows: [[MarkdownText]]) {
        self.header = header
        self.rows = rows
    }
}
