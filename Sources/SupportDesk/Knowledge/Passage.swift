/// One section of the company's documents: what search finds and an answer cites.
package struct Passage: Equatable, Sendable {
    /// `docs/api/keys.md#create-a-key`.
    package let citation: String
    /// The document's title.
    package let documentTitle: String
    /// The section's heading with its ancestors, outermost first, the document's title left out.
    package let headingPath: [String]
    package let category: String?
    /// The section as Markdown, without its heading and sub-sections.
    package let markdown: String
    /// Its place in the document.
    package let position: Int

    package init(
        citation: String, documentTitle: String, headingPath: [String], category: String?, markdown: String,
        position: Int
    ) {
        self.citation = citation
        self.documentTitle = documentTitle
        self.headingPath = headingPath
        self.category = category
        self.markdown = markdown
        self.position = position
    }

    /// What customers call the matter, from comments that nobody sees: `<!-- search: locked out, can't get in -->`.
    package var searchWords: [String] {
        var words: [String] = []
        var rest = markdown[...]
        while let start = rest.firstRange(of: "<!-- search:"),
            let end = rest[start.upperBound...].firstRange(of: "-->")
        {
            words += rest[start.upperBound..<end.lowerBound].split(separator: ",").map(\.trimmed)
            rest = rest[end.upperBound...]
        }
        return words
    }

    /// The heading itself; the document's title for text before the first heading.
    package var heading: String { headingPath.last ?? documentTitle }
}

/// The company's documents as they are stored.
package protocol KnowledgeStore: Sendable {
    /// Makes the stored passages equal to these: adds, updates and removes only what differs.
    func replaceAll(with passages: [Passage]) async throws -> KnowledgeChange

    func passages() async throws -> [Passage]

    /// Grows with every change; another value means "read again".
    func generation() async throws -> Int
}

package struct KnowledgeChange: Equatable, Sendable {
    package let added: Int
    package let updated: Int
    package let removed: Int
    package let unchanged: Int

    package init(added: Int, updated: Int, removed: Int, unchanged: Int) {
        self.added = added
        self.updated = updated
        self.removed = removed
        self.unchanged = unchanged
    }
}
