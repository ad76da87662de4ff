/// One passage as the index reads it. Any field may be empty.
package struct SearchDocument<ID: Hashable & Sendable>: Sendable {
    package let id: ID
    /// The title of the article it belongs to.
    package let title: String
    /// The headings above it, outermost first.
    package let headings: String
    package let body: String
    /// Words that customers use for it and the text does not.
    package let keywords: String

    package init(id: ID, title: String = "", headings: String = "", body: String, keywords: String = "") {
        self.id = id
        self.title = title
        self.headings = headings
        self.body = body
        self.keywords = keywords
    }
}

/// A field of a document, and the sets made of them.
package struct SearchFields: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let title = SearchFields(rawValue: 1)
    package static let headings = SearchFields(rawValue: 2)
    package static let body = SearchFields(rawValue: 4)
    package static let keywords = SearchFields(rawValue: 8)
}
