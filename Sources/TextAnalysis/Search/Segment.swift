/// A sealed set of documents in inverted form. Never changes; indices share it.
final class Segment<ID: Hashable & Sendable>: Sendable {
    let ids: [ID]
    let vocabulary: [String: UInt32]
    let terms: [String]
    /// The postings of term `t` are `starts[t]..<starts[t + 1]`.
    let starts: [UInt32]
    let documents: [UInt32]
    /// Occurrences by field, four bits each, title lowest.
    let counts: [UInt16]
    /// Words by field, four numbers a document.
    let lengths: [UInt16]
    /// The terms of each document in their order, see ``TermSequence``.
    let sequences: TermSequences
    /// One a term, for the search of near spellings.
    let signatures: [UInt32]
    /// Whether a term stands in some title or heading.
    let isInHeadings: [Bool]

    init(_ draft: SegmentDraft<ID>) {
        ids = draft.ids
        vocabulary = draft.vocabulary
        terms = draft.terms
        lengths = draft.lengths
        sequences = draft.sequences
        signatures = draft.terms.map(Spelling.signature)
        (starts, documents, counts) = Self.invert(draft)
        var isInHeadings = [Bool](repeating: false, count: draft.terms.count)
        for document in draft.ids.indices {
            draft.sequences.forEach(of: document) { term, field, _ in
                if field < 2 { isInHeadings[Int(term)] = true }
            }
        }
        self.isInHeadings = isInHeadings
    }

    /// Two passes over the sequences: count the postings of each term, then place them.
    private static func invert(_ draft: SegmentDraft<ID>) -> ([UInt32], [UInt32], [UInt16]) {
        var frequencies = [UInt32](repeating: 0, count: draft.terms.count + 1)
        var seenIn = [UInt32](repeating: .max, count: draft.terms.count)
        for document in draft.ids.indices {
            draft.sequences.forEach(of: document) { term, _, _ in
                guard !draft.isStop[Int(term)], seenIn[Int(term)] != UInt32(document) else { return }
                seenIn[Int(term)] = UInt32(document)
                frequencies[Int(term)] += 1
            }
        }
        var starts = [UInt32](repeating: 0, count: draft.terms.count + 1)
        for term in 0..<draft.terms.count { starts[term + 1] = starts[term] + frequencies[term] }
        var next = starts
        var documents = [UInt32](repeating: 0, count: Int(starts.last ?? 0))
        var counts = [UInt16](repeating: 0, count: documents.count)
        for document in draft.ids.indices {
            draft.sequences.forEach(of: document) { term, field, _ in
                let term = Int(term)
                guard !draft.isStop[term] else { return }
                if next[term] == starts[term] || documents[Int(next[term]) - 1] != UInt32(document) {
                    documents[Int(next[term])] = UInt32(document)
                    next[term] += 1
                }
                let posting = Int(next[term]) - 1
                let shift = UInt16(field * 4)
                if counts[posting] >> shift & 15 < 15 { counts[posting] += 1 << shift }
            }
        }
        return (starts, documents, counts)
    }

    func postings(of term: UInt32) -> Range<Int> {
        Int(starts[Int(term)])..<Int(starts[Int(term) + 1])
    }
}
