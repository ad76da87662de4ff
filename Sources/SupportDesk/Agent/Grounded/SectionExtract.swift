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

    init(_ content: PassageContent, _ question: QuestionReading, isShort: Bool) {
        let blocks = content.blocks.map(Draft.Block.init)
        guard isShort else {
            body = blocks
            extras = []
            return
        }
        let ranked = Self.ranked(blocks, question)
        body = ranked.prefix(2).map(\.self)
        extras = ranked.dropFirst(2).map(\.self)
    }

    /// The blocks in pieces, those that answer best first.
    private static func ranked(_ blocks: [Draft.Block], _ question: QuestionReading) -> [Draft.Block] {
        var pieces: [(block: Draft.Block, score: Double)] = []
        for block in blocks {
            switch block {
            case .paragraph(let sentences):
                for sentence in sentences {
                    let first = pieces.isEmpty ? 1.3 : 1
                    pieces.append(
                        (.paragraph([sentence]), question.score(sentence) * first + (pieces.isEmpty ? 1.5 : 0)))
                }
            case .steps(let steps, _):
                let score = steps.map(question.score).max() ?? 0
                pieces.append((block, score * (question.asksHow ? 1.2 : 0.9) + (question.asksHow ? 2 : 0)))
            case .bullets(let items):
                for item in items { pieces.append((.bullets([item]), question.score(item))) }
            case .code(let text): pieces.append((block, question.score(text) * 0.5))
            }
        }
        return pieces.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(
            \.element.block)
    }
}
