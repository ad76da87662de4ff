/// A segment as one index sees it: which of its documents still count.
struct SegmentPart<ID: Hashable & Sendable>: Sendable {
    let segment: Segment<ID>
    /// A bit for each document.
    private(set) var dead: [UInt64]
    private(set) var liveCount: Int
    /// Documents by term that no longer count.
    private(set) var deadFrequencies: [UInt32: UInt32] = [:]
    /// Words by field in the documents that count.
    private(set) var lengthSums = SIMD4<Double>()

    init(_ segment: Segment<ID>) {
        self.segment = segment
        dead = [UInt64](repeating: 0, count: (segment.ids.count + 63) / 64)
        liveCount = segment.ids.count
        for document in segment.ids.indices { lengthSums += Self.lengths(of: document, segment) }
    }

    func isLive(_ document: Int) -> Bool { dead[document >> 6] & (1 << UInt64(document & 63)) == 0 }

    mutating func bury(_ document: Int) {
        guard isLive(document) else { return }
        dead[document >> 6] |= 1 << UInt64(document & 63)
        liveCount -= 1
        lengthSums -= Self.lengths(of: document, segment)
        var seen: Set<UInt32> = []
        segment.sequences.forEach(of: document) { term, _, _ in
            if seen.insert(term).inserted { deadFrequencies[term, default: 0] += 1 }
        }
    }

    /// Live documents that hold a term.
    func frequency(of term: String) -> Int {
        guard let number = segment.vocabulary[term] else { return 0 }
        let postings = segment.postings(of: number).count
        return postings == 0 ? 0 : postings - Int(deadFrequencies[number] ?? 0)
    }

    /// Whether a term stands in a title or heading of the segment.
    func hasHeading(with term: String) -> Bool {
        segment.vocabulary[term].map { segment.isInHeadings[Int($0)] } ?? false
    }

    private static func lengths(of document: Int, _ segment: Segment<ID>) -> SIMD4<Double> {
        let first = document * 4
        return SIMD4((0..<4).map { Double(segment.lengths[first + $0]) })
    }
}
