import TextAnalysis

/// A question as the choice of sentences sees it.
struct QuestionReading {
    /// Weight of each term that a sentence may hold.
    let weights: [String: Double]
    let terms: TermAnalyzer
    let asksNumber: Bool
    let asksHow: Bool

    init(_ query: String, _ brief: RunBrief) {
        var weights: [String: Double] = [:]
        for concept in brief.index.analyze(query).concepts {
            for variant in concept.variants {
                weights[variant.term] = max(weights[variant.term] ?? 0, concept.weight * variant.weight)
            }
        }
        self.weights = weights
        terms = brief.kit.analyzer.terms
        let words = query.lowercased()
        asksNumber = [
            "how many", "how much", "how long", "how big", "how large", "how often", "how far", "limit", "maximum",
            "max ",
            "when ", "how soon", "how fast",
        ].contains(where: words.contains)
        asksHow = ["how do", "how can", "how to", "how would", "where do", "where can", "how should", "steps"].contains(
            where: words.contains)
    }

    func score(_ text: String) -> Double {
        var seen: Set<String> = []
        var score = 0.0
        var hasNumber = false
        for token in TokenizedText(text).tokens where token.isWordLike {
            if token.kind == .number { hasNumber = true }
            let term = terms.term(of: token.text)
            if let weight = weights[term], seen.insert(term).inserted { score += weight }
        }
        return asksNumber && hasNumber ? score * 1.3 + 1 : score
    }
}

/// The part of a section that answers, and what else it says.
struct SectionExtract {
    let body: [Draft.Block]
    let extras: [Draft.Block]

    /// - Parameter room: characters that the answer may have; a longer section is cut down to what answers best.
    init(_ content: PassageContent, _ question: QuestionReading, room: Int) {
        let blocks = content.blocks.map(Draft.Block.init)
        guard Self.length(of: blocks) > room else {
            body = blocks
            extras = []
            return
        }
        var pieces = Self.pieces(of: blocks)
        let scores = Self.scores(of: pieces, question)
        var left = room
        var chosen: Set<Int> = []
        for place in pieces.indices.sorted(by: { (scores[$1], $0) < (scores[$0], $1) }) {
            let length = Self.length(of: [pieces[place]])
            guard length <= left || chosen.isEmpty else { continue }
            chosen.insert(place)
            left -= length + 1
        }
        body = Self.joined(chosen.sorted().map { pieces[$0] })
        pieces = pieces.indices.filter { !chosen.contains($0) }.map { pieces[$0] }
        extras = Self.joined(pieces)
    }

    private static func length(of blocks: [Draft.Block]) -> Int {
        blocks.reduce(0) { length, block in
            switch block {
            case .paragraph(let texts), .bullets(let texts): length + texts.reduce(0) { $0 + $1.utf16.count + 2 }
            case .steps(let texts, _): length + texts.reduce(0) { $0 + $1.utf16.count + 4 }
            case .code(let text): length + text.utf16.count + 2
            }
        }
    }

    /// Sentences, steps and items one by one.
    private static func pieces(of blocks: [Draft.Block]) -> [Draft.Block] {
        blocks.flatMap { block -> [Draft.Block] in
            switch block {
            case .paragraph(let sentences): sentences.map { .paragraph([$0]) }
            case .bullets(let items): items.map { .bullets([$0]) }
            case .steps(let steps, let start): steps.enumerated().map { .steps([$1], start: start + $0) }
            case .code: [block]
            }
        }
    }

    /// A section's first sentence says most of it; of steps none is worth much without those before it.
    private static func scores(of pieces: [Draft.Block], _ question: QuestionReading) -> [Double] {
        let plain = pieces.map { piece in
            switch piece {
            case .paragraph(let texts), .bullets(let texts), .steps(let texts, _): texts.map(question.score).max() ?? 0
            case .code(let text): question.score(text) / 2
            }
        }
        let highest = plain.max() ?? 0
        var best = 0.0
        return zip(pieces, plain).enumerated().map { place, entry in
            let (piece, score) = entry
            if case .steps = piece {
                best = max(best, question.asksHow ? highest * 0.9 + 0.5 : 0)
                return max(score * 0.8, best) - Double(place) * 0.01
            }
            return place == 0 ? score + highest * (question.asksNumber ? 0.3 : 0.6) + 0.1 : score
        }
    }

    /// Neighbours of one kind put together again.
    private static func joined(_ pieces: [Draft.Block]) -> [Draft.Block] {
        pieces.reduce(into: []) { blocks, piece in
            switch (blocks.last, piece) {
            case (.paragraph(let texts)?, .paragraph(let more)): blocks[blocks.count - 1] = .paragraph(texts + more)
            case (.bullets(let texts)?, .bullets(let more)): blocks[blocks.count - 1] = .bullets(texts + more)
            case (.steps(let texts, let start)?, .steps(let more, let next)) where next == start + texts.count:
                blocks[blocks.count - 1] = .steps(texts + more, start: start)
            default: blocks.append(piece)
            }
        }
    }
}
