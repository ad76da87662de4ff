import TextAnalysis

/// What the searches for one matter prove.
struct Judgement: Sendable {
    enum Kind: Sendable {
        /// These sections answer it, the best first.
        case answered([String])
        case unknown
        case nothingAsked
    }

    let kind: Kind
    let query: String
    let report: SearchReport?

    init(_ matter: Matter, _ searches: [String: SearchReport?]) {
        let tried = matter.queries.compactMap { query in searches[query].flatMap { $0 }.map { (query, $0) } }
        let best = tried.max { Self.weight($0.1) < Self.weight($1.1) }
        query = best?.0 ?? matter.queries.first ?? ""
        report = best?.1
        guard let best = best?.1, let top = best.results.first else {
            kind = tried.allSatisfy { $0.1.subjectCount == 0 } ? .nothingAsked : .unknown
            return
        }
        if tried.allSatisfy({ $0.1.subjectCount == 0 }), top.relevance < 0.5 {
            kind = .nothingAsked
        } else if matter.needsProof, let asked = tried.last?.1, Self.refutes(asked) {
            kind = .unknown
        } else if top.relevance < Self.leastRelevance {
            kind = .unknown
        } else {
            let near = best.results.filter { $0.relevance >= Self.nearness * top.relevance }
            kind = .answered(near.prefix(Self.mostSections).map(\.citation))
        }
    }

    /// Below this share of what a section that is all about the question would reach, nothing fits.
    private static let leastRelevance = 0.08
    /// Sections that come this near to the best may be the ones that are meant.
    private static let nearness = 0.72
    private static let mostSections = 3

    /// Whether what is asked for is something the documents don't know, whatever else of the question they mention.
    private static func refutes(_ report: SearchReport) -> Bool {
        guard report.subjectCount > 0 else { return false }
        let missing = Double(report.missingWords.count) / Double(report.subjectCount)
        if !report.unknownWords.isEmpty, report.headingCoverage < 0.5 { return true }
        if missing >= 0.5, report.subjectCount >= 2 { return true }
        return report.headingCoverage < 0.06 && report.documentCoverage < 0.7
    }

    /// Whether no other words need to be tried.
    static func isCertain(_ report: SearchReport) -> Bool {
        report.verdict == .answerable && report.headingCoverage >= 0.3
    }

    /// Whether a section is all about this, so that even a statement is met with it.
    var isStrong: Bool {
        guard let report, isAnswered else { return false }
        return report.headingCoverage >= 0.5 && report.documentCoverage >= 0.6 && report.subjectCount >= 2
    }

    var isAnswered: Bool { if case .answered = kind { true } else { false } }

    /// Nothing of it is in the documents, as opposed to little.
    var isCertainlyUnknown: Bool {
        guard let report else { return true }
        return report.subjectCount >= 2 && report.documentCoverage < 0.3
    }

    /// 0 … 1.
    var confidence: Double {
        guard let report else { return 0 }
        return min(1, max(report.subjectCoverage, 0.9 * report.documentCoverage) * (0.8 + 0.4 * report.headingCoverage))
    }

    private static func weight(_ report: SearchReport) -> Double {
        (report.results.first?.relevance ?? 0) * (0.5 + report.headingCoverage) * (0.3 + report.documentCoverage)
    }
}
