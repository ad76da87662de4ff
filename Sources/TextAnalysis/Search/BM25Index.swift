/// Ranks documents for a query by BM25 over weighted fields, and tells why.
///
/// A value: a copy is an immutable snapshot that costs a few references, and readers keep theirs while the owner changes
/// its own. Inside are sealed segments; a change adds a segment and marks what it replaces, and small segments are merged.
package struct BM25Index<ID: Hashable & Sendable>: Sendable {
    package let terms: TermAnalyzer
    package let parameters: BM25Parameters
    var segments: [Segment<ID>] = []

    package init(terms: TermAnalyzer = TermAnalyzer(), parameters: BM25Parameters = BM25Parameters()) {
        self.terms = terms
        self.parameters = parameters
    }
}

extension BM25Index {
    package var count: Int { 0 }

    /// Adds documents; one whose id is known replaces the old one. Later documents win among equal ids.
    package mutating func replace(_ documents: [SearchDocument<ID>]) {
    }

    package mutating func remove(_ ids: Set<ID>) {
    }

    /// Reads a query: its concepts with synonyms and, for words the index does not know, near spellings.
    package func analyze(_ query: String) -> QueryAnalysis {
        QueryAnalysis(concepts: [])
    }

    /// The best documents, best first; ties by the order in which they were added.
    ///
    /// - Parameter isWanted: asked for documents that would be among the best only.
    package func search(
        _ query: QueryAnalysis, limit: Int = 5, where isWanted: ((ID) -> Bool)? = nil
    ) -> [SearchHit<ID>] {
        []
    }

    package func search(_ query: String, limit: Int = 5, where isWanted: ((ID) -> Bool)? = nil) -> [SearchHit<ID>] {
        search(analyze(query), limit: limit, where: isWanted)
    }
}

final class Segment<ID: Hashable & Sendable>: Sendable {}
