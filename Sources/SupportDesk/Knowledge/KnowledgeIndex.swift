package import TextAnalysis

/// The company's passages, searchable: an immutable snapshot, free to share.
package struct KnowledgeIndex: Sendable {
    package let passages: [Passage]
    /// One for each passage.
    package let contents: [PassageContent]
    package let generation: Int
    package let categories: Set<String>
    private let byCitation: [String: Int]
    private let index: BM25Index<Int>

    /// - Parameters:
    ///   - terms: the analyser's, so that documents and questions are read alike.
    ///   - old: an earlier snapshot, whose unchanged passages need no parsing.
    package init(_ passages: [Passage], generation: Int = 0, terms: TermAnalyzer, reusing old: KnowledgeIndex? = nil) {
        self.passages = passages
        self.generation = generation
        categories = Set(passages.compactMap(\.category))
        byCitation = Dictionary(passages.enumerated().map { ($1.citation, $0) }) { first, _ in first }
        contents = passages.map { passage in
            if let place = old?.byCitation[passage.citation], let old, old.passages[place].markdown == passage.markdown
            {
                return old.contents[place]
            }
            return PassageContent(passage)
        }
        var index = BM25Index<Int>(terms: terms)
        index.replace(zip(passages, contents).enumerated().map { Self.document($0, $1.0, $1.1) })
        self.index = index
    }

    private static func document(_ id: Int, _ passage: Passage, _ content: PassageContent) -> SearchDocument<Int> {
        // The folders and the file's name are words too: `docs/api/rate-limits.md` is about API and rate limits.
        var path = passage.citation.prefix { $0 != "#" }
        if path.hasPrefix("docs/") { path.removeFirst("docs/".count) }
        if path.hasSuffix(".md") { path.removeLast(".md".count) }
        return SearchDocument(
            id: id, title: passage.documentTitle, headings: passage.headingPath.joined(separator: "\n"),
            body: content.plainText, keywords: String(path.map { $0.isLetter || $0.isNumber ? $0 : " " }))
    }

    package subscript(citation: String) -> Passage? { byCitation[citation].map { passages[$0] } }

    /// A passage with its content taken apart.
    package func section(_ citation: String) -> (passage: Passage, content: PassageContent)? {
        byCitation[citation].map { (passages[$0], contents[$0]) }
    }

    /// What a query asks for, weighed against these passages.
    package func analyze(_ query: String) -> QueryAnalysis { index.analyze(query) }

    /// The passages that fit best, best first; at most five.
    ///
    /// - Parameter category: only passages of this category; one that no document has finds nothing.
    package func search(_ query: String, limit: Int = 5, category: String? = nil) -> KnowledgeSearch {
        let query = index.analyze(query)
        let found = index.search(query, limit: min(max(limit, 0), 5)) { id in
            category == nil || passages[id].category == category
        }
        let evidence = AnswerEvidence(query: query, hits: found) { passages[$0].citation.prefix { $0 != "#" } }
        let hits = found.map { hit in
            let content = contents[hit.id]
            return KnowledgeHit(
                passage: passages[hit.id], content: content, relevance: hit.relevance,
                excerpt: Excerpt(content, terms: Set(hit.evidence.flatMap { $0.matches.map(\.term) }), index.terms)
                    .text,
                match: hit)
        }
        return KnowledgeSearch(hits: hits, query: query, evidence: evidence)
    }
}

/// What a search found, and what that proves.
package struct KnowledgeSearch: Sendable {
    package let hits: [KnowledgeHit]
    package let query: QueryAnalysis
    package let evidence: AnswerEvidence

    /// Whether anything relevant was found. A search without counts towards `searches_without_result`.
    package var hasResult: Bool { evidence.verdict == .answerable || evidence.verdict == .ambiguous }
}

package struct KnowledgeHit: Sendable {
    package let passage: Passage
    package let content: PassageContent
    /// 0 … 1, see ``SearchHit/relevance``.
    package let relevance: Double
    /// The sentences nearest to the question, at most 300 characters, whole words.
    package let excerpt: String
    package let match: SearchHit<Int>

    /// The document's title and the heading: `Passwords › How do I reset it?`.
    package var title: String { passage.title }
    package var citation: String { passage.citation }
    package var source: Message.Source { Message.Source(citation: citation, title: title) }
}

extension Passage {
    /// The document's title and the heading, as people read it.
    package var title: String { headingPath.isEmpty ? documentTitle : "\(documentTitle) › \(heading)" }
}
