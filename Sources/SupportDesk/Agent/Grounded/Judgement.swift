import TextAnalysis

/// What the searches for one matter prove.
struct Judgement: Sendable {
    enum Kind: Sendable {
        /// These sections answer it, the best first.
        case answered([String])
        /// One of these might.
        case unclear([SearchReport.Result])
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
        guard let report = best?.1, let top = report.results.first else {
            kind = matter.queries.isEmpty ? .nothingAsked : .unknown
            return
        }
        switch report.verdict {
        case .answerable: kind = .answered([top.citation])
        case .ambiguous: kind = .unclear(report.results)
        case .absent: kind = .unknown
        case .nothingAsked: kind = .nothingAsked
        }
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
        let rank: Double =
            switch report.verdict {
            case .answerable: 2
            case .ambiguous: 1
            case .absent, .nothingAsked: 0
            }
        return rank + min(0.99, report.subjectCoverage)
    }
}
