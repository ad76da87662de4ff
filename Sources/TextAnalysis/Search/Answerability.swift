/// What the best hits prove about a question, as shares that mean the same in a small and in a large knowledge base.
///
/// The score of BM25 grows with the rarity of words and the size of the index, so no limit on it holds for two companies.
/// These values compare the question with the documents instead.
package struct AnswerEvidence: Sendable, Equatable {
    package enum Verdict: String, Sendable, Equatable {
        /// One document covers what the question is about.
        case answerable
        /// Several different documents cover it about equally, or one covers a part of it only: ask back, or name them.
        case ambiguous
        /// What it is about is not in the documents.
        case absent
        /// The question names nothing to search for.
        case nothingAsked
    }

    /// Share of the question's weight found in the best hit, 0…1. A synonym's match counts 0.9, a near spelling's 0.8.
    package let coverage: Double
    /// The same over content words alone.
    package let subjectCoverage: Double
    /// The same over content words in all hits of the best hit's document together.
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
    ///   - hits: best first, as ``BM25Index/search(_:limit:where:)`` gave them; five are enough.
    ///   - document: what tells two documents apart: hits with equal values are passages of one.
    package init<ID, Document: Equatable>(
        query: QueryAnalysis, hits: [SearchHit<ID>], document: (ID) -> Document
    ) {
        let scale = EvidenceScale(query)
        let best = hits.first
        let siblings = best.map { best in hits.filter { document($0.id) == document(best.id) } } ?? []
        let rival = best.flatMap { best in hits.first { document($0.id) != document(best.id) } }
        let missing = query.concepts.indices.filter { concept in
            query.concepts[concept].role == .content && !siblings.contains { $0.evidence[concept].isFound }
        }

        coverage = scale.share(ofAll: best.map { [$0] } ?? [])
        subjectCoverage = scale.share(ofSubject: best.map { [$0] } ?? [])
        documentCoverage = scale.share(ofSubject: siblings)
        headingCoverage = scale.share(ofSubject: best.map { [$0] } ?? [], in: [.title, .headings, .keywords])
        proximity = best?.proximity ?? 0
        margin =
            best.map { best in
                best.score > 0 ? max(0, (best.score - (rival?.score ?? 0)) / best.score) : 0
            } ?? 0
        unknownWords = query.unknown.filter { $0.role == .content }.map(\.word)
        missingWords = missing.sorted { scale.weights[$0] > scale.weights[$1] }.map { query.concepts[$0].word }
        subjectCount = query.subject.count
        verdict = Self.verdict(
            asked: !query.concepts.isEmpty, asides: query.asideCount, subjectCount: subjectCount,
            subject: subjectCoverage, all: coverage,
            document: documentCoverage, heading: headingCoverage, margin: margin,
            missesName: missing.contains { query.concepts[$0].isName })
    }

    /// - Coverage of 0.6 answers; less is enough (0.45) when the headings speak of it too. A single word that no heading
    ///   has is mentioned somewhere, which answers nothing.
    /// - A missing name asks for the rest to be nearly complete: "export to Excel" is not answered by "export to CSV".
    /// - Half of that still points somewhere: ask back.
    private static func verdict(
        asked: Bool, asides: Int, subjectCount: Int, subject: Double, all: Double, document: Double, heading: Double,
        margin: Double,
        missesName: Bool
    ) -> Verdict {
        guard asked else { return .nothingAsked }
        if subjectCount == 0 { return all >= 0.6 && margin >= 0.1 ? .ambiguous : .nothingAsked }
        let share = Double(subjectCount) / (Double(subjectCount) + Double(asides) / 2)
        let reached = max(subject, 0.9 * document) * share
        let needed = missesName ? 0.75 : heading >= 0.3 ? 0.45 : 0.6
        if reached >= needed {
            let isTie = margin < 0.03 && subjectCount == 1
            let isMention = subjectCount == 1 && heading < 0.3
            return isTie || isMention ? .ambiguous : .answerable
        }
        return reached >= needed / 2 && heading > 0 ? .ambiguous : .absent
    }
}

/// What each concept of a query counts for as evidence.
private struct EvidenceScale {
    let query: QueryAnalysis
    let weights: [Double]

    /// An unknown word weighs no more than the rarest known one, a name half as much again: a message's incidental words
    /// ("on my laptop") must not drown its question, but a product the documents never name must count.
    init(_ query: QueryAnalysis) {
        self.query = query
        let known = query.subject.filter { $0.documentFrequency > 0 }.map(\.weight).max()
        weights = query.concepts.map { concept in
            let capped = min(concept.weight, known ?? concept.weight)
            return concept.isName ? capped * 1.5 : capped
        }
    }

    func share<ID>(ofAll hits: [SearchHit<ID>]) -> Double { share(of: Array(query.concepts.indices), hits, in: nil) }

    func share<ID>(ofSubject hits: [SearchHit<ID>], in fields: SearchFields? = nil) -> Double {
        share(of: query.concepts.indices.filter { query.concepts[$0].role == .content }, hits, in: fields)
    }

    private func share<ID>(of concepts: [Int], _ hits: [SearchHit<ID>], in fields: SearchFields?) -> Double {
        var whole = 0.0
        var found = 0.0
        for concept in concepts {
            whole += weights[concept]
            let matches = hits.flatMap { $0.evidence[concept].matches }
                .filter { match in fields.map { !match.fields.isDisjoint(with: $0) } ?? true }
            found += weights[concept] * (matches.map { Self.trust($0.kind) }.max() ?? 0)
        }
        return whole > 0 ? found / whole : 0
    }

    private static func trust(_ kind: ConceptEvidence.Match.Kind) -> Double {
        switch kind {
        case .exact: 1
        case .synonym: 0.9
        case .typo: 0.8
        }
    }
}
