/// The text of a paragraph, cell or item as a reader sees it: no markup, not escaped.
///
/// A line break in the source is a space, a hard one (two spaces, a backslash, `<br>`) a line feed. Text that is struck out
/// and raw HTML are left out; an image is its alternative text.
package struct MarkdownText: Equatable, Sendable {
    package var text: String
    /// In the order of the text.
    package var links: [MarkdownLink]

    package init(_ text: String = "", links: [MarkdownLink] = []) {
        self.text = text
        self.links = links
    }

    package var isEmpty: Bool { text.isEmpty }
}

package struct MarkdownLink: Equatable, Sendable {
    package let label: String
    /// As it was written: it may be relative, and its scheme is anything.
    package let url: String
    /// Where the label stands, in bytes of the text's UTF-8.
    package let range: Range<Int>

    package init(label: String, url: String, range: Range<Int>) {
        self.label = label
        self.url = url
        self.range = range
    }
}
