/// Reads in a document's own sequence of terms how the concepts of a query occur there.
struct EvidenceReader<ID: Hashable & Sendable> {
    private let segment: Segment<ID>
    private let query: QueryAnalysis
    private let parameters: BM25Parameters
    private var wanted: [UInt32: [(concept: Int, variant: Int)]] = [:]
    /// Which terms are wanted, since most of a document's are not.
    private var isWanted: [Bool]

    private struct Occurrence {
        let concept: Int
        let field: Int
        let place: Int
    }

    init(segment: Segment<ID>, query: QueryAnalysis, parameters: BM25Parameters) {
        self.segment = segment
        self.query = query
        self.parameters = parameters
        isWanted = [Bool](repeating: false, count: segment.terms.count)
        for (concept, content) in query.concepts.enumerated() {
            for (variant, form) in content.variants.enumerated() {
                guard let term = segment.vocabulary[form.term] else { continue }
                wanted[term, default: []].append((concept, variant))
                isWanted[Int(term)] = true
            }
        }
    }

    /// The document as a hit: its score with the bonus for neighbours, and its evidence.
    mutating func hit(_ document: Int, score: Double, ceiling: Double) -> SearchHit<ID> {
        var counts: [[Int: (fields: SearchFields, count: Int)]] = Array(repeating: [:], count: query.concepts.count)
        var occurrences: [Occurrence] = []
        segment.sequences.forEach(of: document) { term, field, place in
            guard isWanted[Int(term)], let meanings = wanted[term] else { return }
            for (concept, variant) in meanings {
                var match = counts[concept][variant] ?? ([], 0)
                match.fields.insert(SearchFields(rawValue: 1 << UInt8(field)))
                match.count += 1
                counts[concept][variant] = match
                if occurrences.count < 2_000 {
                    occurrences.append(Occurrence(concept: concept, field: field, place: place))
                }
            }
        }
        let evidence = query.concepts.indices.map { concept in
            let variants = query.concepts[concept].variants
            return ConceptEvidence(
                concept: concept,
                matches: counts[concept].sorted { $0.key < $1.key }.map { variant, match in
                    ConceptEvidence.Match(
                        term: variants[variant].term, kind: variants[variant].kind, fields: match.fields,
                        count: min(match.count, 15))
                })
        }
        let weights = query.concepts.map(\.weight)
        let whole = weights.reduce(0, +)
        let found = evidence.reduce(0) { $1.isFound ? $0 + weights[$1.concept] : $0 }
        let inHeadings = evidence.reduce(0) { sum, concept in
            concept.fields.isDisjoint(with: [.title, .headings]) ? sum : sum + weights[concept.concept]
        }
        let share = whole > 0 ? inHeadings / whole : 0
        let total = (score + neighbours(occurrences)) * (1 + parameters.headingBonus * share)
        return SearchHit(
            id: segment.ids[document], score: total, relevance: ceiling > 0 ? min(1, total / ceiling) : 0,
            evidence: evidence, coverage: whole > 0 ? found / whole : 0, proximity: proximity(occurrences))
    }

    /// A bonus for each pair of neighbouring concepts that stand together in the same order, a word between at most.
    private func neighbours(_ occurrences: [Occurrence]) -> Double {
        guard query.concepts.count > 1, occurrences.count > 1 else { return 0 }
        var rewarded: Set<Int> = []
        for (index, first) in occurrences.enumerated() {
            for second in occurrences[(index + 1)...].prefix(4) {
                guard second.field == first.field, second.place - first.place <= 2 else { break }
                if second.concept == first.concept + 1, second.place > first.place { rewarded.insert(first.concept) }
            }
        }
        return rewarded.reduce(0) { bonus, concept in
            let (a, b) = (query.concepts[concept], query.concepts[concept + 1])
            return bonus + parameters.phraseBonus * min(a.weight, b.weight)
        }
    }

    /// The shortest stretch of one field that holds as many different content concepts as that field has.
    private func proximity(_ all: [Occurrence]) -> Double {
        let occurrences = all.filter { query.concepts[$0.concept].role == .content }
        var best = (found: 0, value: 1.0)
        for field in 0..<4 {
            let here = occurrences.filter { $0.field == field }
            let distinct = Set(here.map(\.concept)).count
            guard distinct > 1, distinct >= best.found else { continue }
            var held: [Int: Int] = [:]
            var start = 0
            var shortest = Int.max
            for end in here.indices {
                held[here[end].concept, default: 0] += 1
                while held.count == distinct {
                    shortest = min(shortest, here[end].place - here[start].place + 1)
                    let left = here[start].concept
                    held[left] = held[left] == 1 ? nil : (held[left] ?? 0) - 1
                    start += 1
                }
            }
            let gap = Double(max(0, shortest - distinct))
            let value = Double(distinct) / (Double(distinct) + gap / 2)
            if distinct > best.found || value > best.value { best = (distinct, value) }
        }
        return best.value
    }
}
