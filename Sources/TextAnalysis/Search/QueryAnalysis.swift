/// What a query asks for, weighed against one snapshot of an index.
package struct QueryAnalysis: Sendable {
    /// In the order of the query, each once; at most 32.
    package let concepts: [QueryConcept]
    /// Everyday words that no document has. They are not searched, but a question made of them is about something else.
    package let asideCount: Int

    /// The concepts that say what it is about: neither filler nor the general words of support.
    package var subject: [QueryConcept] { concepts.filter { $0.role == .content } }
    /// Concepts which no document of the index mentions in any form.
    package var unknown: [QueryConcept] { concepts.filter { $0.documentFrequency == 0 } }
}

/// One meaning-bearing word of a query with the forms under which documents may hold it.
package struct QueryConcept: Sendable {
    package enum Role: Sendable {
        /// Tells one question from another: `invoice`, `webhook`.
        case content
        /// Could stand in any support question: `help`, `problem`, `find`. Searched, but weighs a quarter as evidence.
        case light
    }

    package struct Variant: Sendable, Equatable {
        package let term: String
        package let kind: ConceptEvidence.Match.Kind
        /// Multiplies its BM25 score: 1 for the word itself.
        package let weight: Double
        package let idf: Double
    }

    /// The word as written, folded.
    package let word: String
    /// UTF-8 offsets in the query.
    package let range: Range<Int>
    package let role: Role
    /// Looks like the name of something: a capital inside a sentence, letters with digits.
    package let isName: Bool
    /// Documents that hold any exact or synonymous form; 0 when the index does not know it.
    package let documentFrequency: Int
    /// ln(1 + (N − df + ½) / (df + ½)) for ``documentFrequency``.
    package let idf: Double
    package let variants: [Variant]

    /// What it counts for as evidence: its idf for content, a quarter of that for light words.
    package var weight: Double { role == .content ? idf : idf / 4 }
}
