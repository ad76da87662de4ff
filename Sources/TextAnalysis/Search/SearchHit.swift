/// A document found, with what speaks for it.
package struct SearchHit<ID: Hashable & Sendable>: Sendable {
    package let id: ID
    /// BM25 over the weighted fields with the bonus for words that stand together. Comparable within one search only.
    package let score: Double
    /// The score as a share of what a document that holds every concept often would get: 0…1. Fit to be added to a cosine.
    package let relevance: Double
    /// One for each concept of the query, in its order.
    package let evidence: [ConceptEvidence]
    /// The share of the query's weight (see ``QueryConcept/weight``) whose concepts occur in the document: 0…1.
    package let coverage: Double
    /// How near to each other the concepts found stand: 1 side by side, 0 far apart; 1 when only one was found.
    package let proximity: Double
}

/// How one concept of a query occurs in one document.
package struct ConceptEvidence: Sendable, Equatable {
    package struct Match: Sendable, Equatable {
        package enum Kind: Sendable { case exact, synonym, typo }
        /// The stem as indexed.
        package let term: String
        package let kind: Kind
        package let fields: SearchFields
        /// Occurrences, counted up to 15 a field.
        package let count: Int
    }

    /// Index into ``QueryAnalysis/concepts``.
    package let concept: Int
    /// Empty when the document does not mention it.
    package let matches: [Match]

    package var isFound: Bool { !matches.isEmpty }
    package var fields: SearchFields { matches.reduce(into: []) { $0.formUnion($1.fields) } }
}
