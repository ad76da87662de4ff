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
    /// Whole articles: a section of an article that is about the matter beats one that only mentions its words.
    private let articles: BM25Index<Substring>
    /// The terms of each line of each passage.
    private let lineTerms: [[Set<String>]]
    /// The terms of each heading that say what it is about.
    private let headingTerms: [Set<String>]
    private let headingKinds: [AskedKind?]
    /// What a heading adds that asks the same kind of thing.
    private static let kindShare = 0.1
    /// What the article adds to a section's score, as a share of the best.
    private static let articleShare = 0.25
    /// What a heading adds that the query names whole.
    private static let headingShare = 0.35

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
        var articles = BM25Index<Substring>(terms: terms)
        articles.replace(Self.articles(passages, contents))
        self.articles = articles
        var reader = LineTermReader(terms)
        lineTerms = contents.map { content in content.lines.map { reader.terms(of: $0) } }
        headingTerms = passages.map { reader.subject(of: $0.heading) }
        headingKinds = passages.map { AskedKind($0.heading) }
    }

    private static func articles(_ passages: [Passage], _ contents: [PassageContent]) -> [SearchDocument<Substring>] {
        var places: [Substring: [Int]] = [:]
        for (place, passage) in passages.enumerated() { places[passage.article, default: []].append(place) }
        return places.sorted { $0.key < $1.key }.map { article, places in
            SearchDocument(
                id: article, title: passages[places[0]].documentTitle,
                headings: places.map { passages[$0].heading }.joined(separator: "\n"),
                body: places.map { contents[$0].plainText }.joined(separator: "\n"))
        }
    }

    private static func document(_ id: Int, _ passage: Passage, _ content: PassageContent) -> SearchDocument<Int> {
        // The folders and the file's name are words too: `docs/api/rate-limits.md` is about API and rate limits.
        var path = passage.citation.prefix { $0 != "#" }
        if path.hasPrefix("docs/") { path.removeFirst("docs/".count) }
        if path.hasSuffix(".md") { path.removeLast(".md".count) }
        return SearchDocument(
            id: id, title: passage.documentTitle, headings: passage.headingPath.joined(separator: "\n"),
            body: content.plainText,
            keywords: ([String(path.map { $0.isLetter || $0.isNumber ? $0 : " " })] + passage.searchWords)
                .joined(separator: "\n"))
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
        let text = query
        let query = index.analyze(text)
        let found = ranked(query, text, limit: min(max(limit, 0), 5)) { id in
            category == nil || passages[id].category == category
        }
        let evidence = AnswerEvidence(query: query, hits: found.map(\.hit)) { passages[$0].article }
        let hits = found.map { entry in
            let place = entry.hit.id
            let terms = Set(entry.hit.evidence.flatMap { $0.matches.map(\.term) })
            return KnowledgeHit(
                passage: passages[place], content: contents[place], relevance: entry.relevance,
                excerpt: Excerpt(contents[place], terms: terms, of: lineTerms[place]).text, match: entry.hit)
        }
        return KnowledgeSearch(hits: hits, query: query, evidence: evidence)
    }
}

extension KnowledgeIndex {
    /// The best sections, each raised by how well its whole article fits.
    private func ranked(
        _ query: QueryAnalysis, _ text: String, limit: Int, where isWanted: @escaping (Int) -> Bool
    ) -> [(hit: SearchHit<Int>, relevance: Double)] {
        let hits = index.search(query, limit: 16, where: isWanted)
        guard let best = hits.first, best.score > 0, limit > 0 else { return [] }
        let fitting = articles.scores(articles.analyze(text), limit: 12)
        let highest = fitting.first?.score ?? 1
        let kind = AskedKind(text)
        let shares = Dictionary(fitting.map { ($0.id, $0.score / highest) }) { first, _ in first }
        let scored = hits.enumerated().map { place, hit in
            let share = shares[passages[hit.id].article] ?? 0
            let code = namesCode(hit, query) ? 1.0 : 0
            let isOfKind = kind != nil && headingKinds[hit.id] == kind
            let extra =
                Self.articleShare * share + Self.headingShare * headingFit(hit) + code + (isOfKind ? Self.kindShare : 0)
            return (place: place, hit: hit, score: hit.score / best.score + extra)
        }.sorted { ($1.score, $0.place) < ($0.score, $1.place) }
        let top = scored[0].score
        return scored.prefix(limit).map { ($0.hit, best.relevance * $0.score / top) }
    }
}

extension KnowledgeIndex {
    /// How much of a heading the query names: of two that hold its words, the one that says little else is meant.
    private func headingFit(_ hit: SearchHit<Int>) -> Double {
        let heading = headingTerms[hit.id]
        guard !heading.isEmpty else { return 0 }
        let named = Set(
            hit.evidence.lazy.flatMap(\.matches).filter { $0.fields.contains(.headings) || $0.fields.contains(.title) }
                .map(\.term))
        return Double(heading.intersection(named).count) / Double(heading.count)
    }

    /// Whether a heading names a code of the query: `E-1042` means that section and no other.
    private func namesCode(_ hit: SearchHit<Int>, _ query: QueryAnalysis) -> Bool {
        hit.evidence.contains { evidence in
            let concept = query.concepts[evidence.concept]
            return concept.isName && concept.documentFrequency <= 6 && concept.word.contains(where: \.isNumber)
                && concept.word.contains(where: \.isLetter)
                && evidence.matches.contains {
                    $0.kind == .exact && $0.fields.contains(.headings) && $0.term == concept.word
                }
        }
    }
}

/// Reads the terms of many lines, each word stemmed once.
private struct LineTermReader {
    private let analyzer: TermAnalyzer
    private var known: [String: String] = [:]

    init(_ analyzer: TermAnalyzer) { self.analyzer = analyzer }

    /// Without what stands in every question.
    mutating func subject(of heading: String) -> Set<String> {
        let words = TokenizedText(heading).tokens.filter { token in
            token.isWordLike && !analyzer.isStopWord(token.text) && !analyzer.isLight(token.text)
        }
        return words.reduce(into: []) { terms, token in terms.formUnion(self.terms(of: token.text)) }
    }

    mutating func terms(of line: String) -> Set<String> {
        var terms: Set<String> = []
        for token in TokenizedText(line).tokens where token.isWordLike {
            if let term = known[token.text] {
                terms.insert(term)
            } else {
                let term = analyzer.term(of: token.text)
                known[token.text] = term
                terms.insert(term)
            }
        }
        return terms
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
    /// The article it stands in: `docs/api/keys.md`.
    package var article: Substring { citation.prefix { $0 != "#" } }

    /// The document's title and the heading, as people read it.
    package var title: String { headingPath.isEmpty ? documentTitle : "\(documentTitle) › \(heading)" }
}
