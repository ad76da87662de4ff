extension BM25Index {
    package func search(_ query: String, limit: Int = 5, where isWanted: ((ID) -> Bool)? = nil) -> [SearchHit<ID>] {
        search(analyze(query), limit: limit, where: isWanted)
    }

    /// The best documents, best first; ties by the order in which they were added.
    ///
    /// - Parameter isWanted: asked for documents that would be among the best only.
    package func search(
        _ query: QueryAnalysis, limit: Int = 5, where isWanted: ((ID) -> Bool)? = nil
    ) -> [SearchHit<ID>] {
        guard limit > 0, !query.concepts.isEmpty else { return [] }
        // Evidence may raise a document by half or so: some more than are wanted are read.
        let best = top(min(max(limit * 2, 32), 4_096), of: query, where: isWanted)
        let ceiling = query.concepts.reduce(0) { $0 + $1.scoreWeight * (parameters.k1 + 1) }
        var readers = parts.map { EvidenceReader(segment: $0.segment, query: query, parameters: parameters) }
        var hits = best.sorted().map { entry in
            readers[entry.part].hit(entry.document, score: Double(entry.score), ceiling: ceiling)
        }
        hits.sort(byStable: { $0.score > $1.score })
        return Array(hits.prefix(limit))
    }

    /// The best documents by BM25 alone: scores without what evidence adds, at a fraction of the cost.
    package func scores(_ query: QueryAnalysis, limit: Int) -> [(id: ID, score: Double)] {
        guard limit > 0, !query.concepts.isEmpty else { return [] }
        return top(limit, of: query, where: nil).sorted().map { entry in
            (parts[entry.part].segment.ids[entry.document], Double(entry.score))
        }
    }

    private func top(_ count: Int, of query: QueryAnalysis, where isWanted: ((ID) -> Bool)?) -> TopScores {
        var best = TopScores(capacity: count)
        let averages = averageLengths
        for (number, part) in parts.enumerated() {
            let scores = PartScorer(part: part, parameters: parameters, averages: averages).scores(query.concepts)
            for (document, score) in scores.enumerated()
            where score > best.threshold && part.isLive(document) && (isWanted?(part.segment.ids[document]) ?? true) {
                best.insert(.init(score: score, part: number, document: document))
            }
        }
        return best
    }

    private var averageLengths: SIMD4<Double> {
        let sums = parts.reduce(SIMD4<Double>()) { $0 + $1.lengthSums }
        return sums / Double(max(count, 1))
    }
}

extension Array {
    fileprivate mutating func sort(byStable comesFirst: (Element, Element) -> Bool) {
        self = enumerated().sorted {
            comesFirst($0.element, $1.element)
                || (!comesFirst($1.element, $0.element) && $0.offset < $1.offset)
        }.map(\.element)
    }
}

extension QueryConcept {
    /// What it adds to a document's score at most, before saturation: light words count less than half.
    fileprivate var scoreWeight: Double { role == .content ? idf : idf * 0.4 }
}

/// Scores every document of one part.
private struct PartScorer<ID: Hashable & Sendable> {
    let part: SegmentPart<ID>
    let weights: SIMD4<Float>
    /// The discount of a field is `base + slope × length`.
    let base: SIMD4<Float>
    let slope: SIMD4<Float>
    let k1: Float

    init(part: SegmentPart<ID>, parameters: BM25Parameters, averages: SIMD4<Double>) {
        self.part = part
        weights = SIMD4(
            Float(parameters.titleWeight), Float(parameters.headingsWeight), Float(parameters.bodyWeight),
            Float(parameters.keywordsWeight))
        let short = parameters.b / 3
        let b = SIMD4<Double>(short, short, parameters.b, short)
        base = SIMD4<Float>(1 - b)
        slope = SIMD4<Float>(
            b / averages.clamped(lowerBound: SIMD4(repeating: 1), upperBound: SIMD4(repeating: 65_535)))
        k1 = Float(parameters.k1)
    }

    func scores(_ concepts: [QueryConcept]) -> [Float] {
        var totals = [Float](repeating: 0, count: part.segment.ids.count)
        var single = [Float]()
        for concept in concepts {
            let share: Float = concept.role == .content ? 1 : 0.4
            let present = concept.variants.filter { part.segment.vocabulary[$0.term] != nil }
            if present.count == 1 {
                add(present[0], share: share) { totals[$0] += $1 }
            } else if !present.isEmpty {
                // A document counts a concept once, by its best form.
                if single.isEmpty { single = [Float](repeating: 0, count: totals.count) }
                var touched: [Int] = []
                for variant in present {
                    add(variant, share: share) { document, score in
                        if single[document] == 0 { touched.append(document) }
                        single[document] = max(single[document], score)
                    }
                }
                for document in touched {
                    totals[document] += single[document]
                    single[document] = 0
                }
            }
        }
        return totals
    }

    @inline(__always)
    private func add(_ variant: QueryConcept.Variant, share: Float, _ body: (Int, Float) -> Void) {
        guard let term = part.segment.vocabulary[variant.term] else { return }
        let factor = Float(variant.idf * variant.weight) * share * (k1 + 1)
        part.segment.documents.withUnsafeBufferPointer { documents in
            part.segment.counts.withUnsafeBufferPointer { counts in
                part.segment.lengths.withUnsafeBufferPointer { lengths in
                    for posting in part.segment.postings(of: term) {
                        let document = Int(documents[posting])
                        let packed = counts[posting]
                        let occurrences = SIMD4<Float>(
                            Float(packed & 15), Float(packed >> 4 & 15), Float(packed >> 8 & 15), Float(packed >> 12))
                        let first = document * 4
                        let length = SIMD4<Float>(
                            Float(lengths[first]), Float(lengths[first + 1]), Float(lengths[first + 2]),
                            Float(lengths[first + 3]))
                        let frequency = (weights * occurrences / (base + slope * length)).sum()
                        body(document, factor * frequency / (frequency + k1))
                    }
                }
            }
        }
    }
}

/// The highest scores seen, at most `capacity`: a heap with the lowest on top.
private struct TopScores {
    struct Entry {
        let score: Float
        let part: Int
        let document: Int

        func isWorse(than other: Entry) -> Bool {
            (score, -part, -document) < (other.score, -other.part, -other.document)
        }
    }

    private let capacity: Int
    private var heap: [Entry] = []
    /// Only a higher score can still enter.
    private(set) var threshold: Float = 0

    init(capacity: Int) {
        self.capacity = capacity
        heap.reserveCapacity(capacity)
    }

    mutating func insert(_ entry: Entry) {
        if heap.count < capacity {
            heap.append(entry)
            var child = heap.count - 1
            while child > 0, heap[child].isWorse(than: heap[(child - 1) / 2]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else {
            heap[0] = entry
            var parent = 0
            while true {
                var worst = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < heap.count && heap[child].isWorse(than: heap[worst]) { worst = child }
                if worst == parent { break }
                heap.swapAt(parent, worst)
                parent = worst
            }
        }
        if heap.count == capacity { threshold = heap[0].score }
    }

    func sorted() -> [Entry] { heap.sorted { $1.isWorse(than: $0) } }
}
