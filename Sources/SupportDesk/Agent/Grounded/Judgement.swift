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
    /// How near the second section comes to the first, 0 … 1.
    let rivalry: Double

    init(_ matter: Matter, _ searches: [String: SearchReport?]) {
        let tried = matter.queries.compactMap { query in searches[query].flatMap { $0 } }
        query = matter.queries.joined(separator: "\n")
        report = tried.first
        let ranked = Self.fused(tried)
        rivalry = ranked.count > 1 && ranked[0].relevance > 0 ? ranked[1].relevance / ranked[0].relevance : 0
        let namesNothing = tried.allSatisfy { $0.subjectCount == 0 }
        guard let top = ranked.first else {
            kind = namesNothing ? .nothingAsked : .unknown
            return
        }
        if namesNothing, top.relevance < 0.5 {
            kind = .nothingAsked
        } else if matter.needsProof, let asked = tried.last, Self.refutes(asked) {
            kind = .unknown
        } else if top.relevance < Self.leastRelevance {
            kind = .unknown
        } else {
            let near = ranked.filter { $0.relevance >= Self.nearness * top.relevance }
            kind = .answered(near.prefix(Self.mostSections).map(\.citation))
        }
    }

    /// The sections of all searches by what they reach together: the first, which has every word, counts most.
    private static func fused(_ reports: [SearchReport]) -> [(citation: String, relevance: Double)] {
        guard let first = reports.first else { return [] }
        let top = reports.map { $0.results.first?.relevance ?? 0 }.max() ?? 0
        var scores: [String: Double] = [:]
        for (number, report) in reports.enumerated() {
            guard let best = report.results.first?.relevance, best > 0 else { continue }
            for result in report.results {
                scores[result.citation, default: 0] += result.relevance / best * (number == 0 ? 1 : laterShare)
            }
        }
        let order = Dictionary(
            reports.flatMap(\.results).enumerated().map { ($1.citation, $0) }, uniquingKeysWith: { first, _ in first })
        let ranked = scores.sorted { ($1.value, order[$0.key] ?? 0) < ($0.value, order[$1.key] ?? 0) }
        guard let best = ranked.first?.value, best > 0 else { return [] }
        let scale = max(first.results.first?.relevance ?? 0, top)
        return ranked.map { ($0.key, $0.value / best * scale) }
    }

    private static let laterShare = 0.2

    /// Below this share of what a section that is all about the question would reach, nothing fits.
    private static let leastRelevance = 0.08
    /// Sections that come this near to the best may be the ones that are meant.
    private static let nearness = 0.6
    private static let mostSections = 3

    /// Whether what is asked for is something the documents don't know, whatever else of the question they mention.
    private static func refutes(_ report: SearchReport) -> Bool {
        guard report.subjectCount > 0 else { return false }
        let missing = Double(report.missingWords.count) / Double(report.subjectCount)
        if !report.unknownWords.isEmpty, report.headingCoverage < 0.5 { return true }
        if missing >= 0.5, report.subjectCount >= 2 { return true }
        return report.headingCoverage < 0.06 && report.subjectCoverage < 0.5
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

    /// Whether the section found is about the question rather than near to it.
    var isSolid: Bool {
        guard let report, isAnswered else { return false }
        return report.headingCoverage >= 0.3 && report.documentCoverage >= 0.5 && report.subjectCount >= 1
    }

    /// 0 … 1.
    var confidence: Double {
        guard let report else { return 0 }
        return min(1, max(report.subjectCoverage, 0.9 * report.documentCoverage) * (0.8 + 0.4 * report.headingCoverage))
    }
}
