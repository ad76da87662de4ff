/// What the best hits prove about a question, as shares that mean the same in a small and in a large knowledge base.
///
/// The score of BM25 grows with the rarity of words and the size of the index, so no limit on it holds for two companies.
/// These values compare the question with the documents instead.
package struct AnswerEvidence: Sendable, Equatable {
    package enum Verdict: Sendable, Equatable {
        /// One document covers what the question is about.
        case answerable
        /// Several different documents cover it about equally, or a part of it only: ask back.
        case ambiguous
        /// What it is about is not in the documents.
        case absent
        /// The question names nothing to search for.
        case nothingAsked
    }

    /// Share of the question's weight found in the best hit, 0…1. A typo's match counts 0.8, a synonym's 0.9.
    package let coverage: Double
    /// The same over content words alone.
    package let subjectCoverage: Double
    /// The same over all hits of the best hit's document together.
    package let documentCoverage: Double
    /// Share of the content weight found in title, headings or keywords of the best hit, 0…1.
    package let headingCoverage: Double
    /// The best hit's ``SearchHit/proximity``.
    package let proximity: Double
    /// How far the best document leads the next different one: (first − second) / first, 0…1; 1 without a second.
    package let margin: Double
    /// Content words which no document of the index mentions.
    package let unknownWords: [String]
    /// Content words which the best document lacks, the rarest first.
    package let missingWords: [String]
    /// How many content words the question has.
    package let subjectCount: Int

    package let verdict: Verdict
}

extension AnswerEvidence {
    /// Weighs a question against its best hits.
    ///
    /// - Parameters:
    ///   - hits: best first, as ``BM25Index/search(_:limit:where:)`` gave them; at least three when there are so many.
    ///   - document: what tells two documents apart: hits with equal values are passages of one.
    package init<ID, Document: Equatable>(
        query: QueryAnalysis, hits: [SearchHit<ID>], document: (ID) -> Document
    ) {
        coverage = 0
        subjectCoverage = 0
        documentCoverage = 0
        headingCoverage = 0
        proximity = 0
        margin = 0
        unknownWords = []
        missingWords = []
        subjectCount = 0
        verdict = .nothingAsked
    }
}
