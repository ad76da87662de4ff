/// Ranks documents for a query by BM25 over weighted fields, and tells why.
///
/// A value: a copy is an immutable snapshot that costs a few references, and readers keep theirs while the owner changes
/// its own. Inside are sealed segments; a change adds a segment and marks what it replaces, and small segments are
/// merged. Scores do not depend on the history of changes.
package struct BM25Index<ID: Hashable & Sendable>: Sendable {
    package let terms: TermAnalyzer
    package let parameters: BM25Parameters
    private(set) var parts: [SegmentPart<ID>] = []

    package init(terms: TermAnalyzer = TermAnalyzer(), parameters: BM25Parameters = BM25Parameters()) {
        self.terms = terms
        self.parameters = parameters
    }

    package var count: Int { parts.reduce(0) { $0 + $1.liveCount } }

    /// Adds documents; one whose id is known replaces the old one. The later of two with the same id wins.
    package mutating func replace(_ documents: [SearchDocument<ID>]) {
        guard !documents.isEmpty else { return }
        var last: [ID: Int] = [:]
        for (index, document) in documents.enumerated() { last[document.id] = index }
        remove(Set(last.keys))
        var draft = SegmentDraft<ID>(terms)
        for (index, document) in documents.enumerated() where last[document.id] == index { draft.append(document) }
        parts.append(SegmentPart(Segment(draft)))
        merge()
    }

    package mutating func remove(_ ids: Set<ID>) {
        guard !ids.isEmpty else { return }
        for part in parts.indices {
            for (document, id) in parts[part].segment.ids.enumerated() where ids.contains(id) {
                parts[part].bury(document)
            }
        }
        parts.removeAll { $0.liveCount == 0 }
        for part in parts.indices where parts[part].liveCount * 2 < parts[part].segment.ids.count {
            parts[part] = rewritten(parts[part...part])
        }
    }

    /// Joins neighbours until each part is at least twice the next one, so that there are few and order is kept.
    private mutating func merge() {
        while parts.count > 1 {
            let last = parts.count - 1
            guard parts[last - 1].liveCount < 2 * parts[last].liveCount || parts.count > 8 else { return }
            let joined = rewritten(parts[(last - 1)...])
            parts.removeLast(2)
            parts.append(joined)
        }
    }

    private func rewritten(_ old: ArraySlice<SegmentPart<ID>>) -> SegmentPart<ID> {
        var draft = SegmentDraft<ID>(terms)
        for part in old {
            for document in part.segment.ids.indices where part.isLive(document) {
                draft.append(document, of: part.segment)
            }
        }
        return SegmentPart(Segment(draft))
    }

    /// Live documents that hold a term, as ``TermAnalyzer/term(of:)`` gives it.
    package func frequency(of term: String) -> Int { parts.reduce(0) { $0 + $1.frequency(of: term) } }
}
