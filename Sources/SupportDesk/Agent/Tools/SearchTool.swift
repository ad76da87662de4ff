import AgentRuntime
import Formats
import TextAnalysis

struct SearchInput: Sendable {
    let query: String
    let maxResults: Int
    let category: String?

    static func schema(categories: [String]) -> InputSchema<SearchInput> {
        InputSchema(
            SearchInput.init(query:maxResults:category:),
            InputField(
                "query", .string(length: 1...1_000), "The question, without names and numbers of the customer."),
            InputField("max_results", .defaulting(.integer(1...5), to: 5), "How many sections to return."),
            InputField(
                "category", .optional(categories.isEmpty ? .string() : .string(oneOf: categories)),
                "Only sections of this category."))
    }
}

extension DeskTools {
    /// Sections of the company's documents with what they prove about the question.
    var searchKnowledgeBase: Tool<DeskDomain> {
        let index = brief.index
        return Tool(
            Self.searchName, "Finds the sections of the help centre that fit a question best.", effect: .read,
            input: SearchInput.schema(categories: index.categories.sorted())
        ) { input, tool in
            try requireTicket(tool.context)
            let found = index.search(input.query, limit: input.maxResults, category: input.category)
            let search = RunProgress.Search(
                query: input.query, hasResult: found.hasResult, citations: found.hits.map(\.citation))
            return ToolResult(SearchReport(found).json) { $0.run.searches.append(search) }
        }
    }
}

/// A search as its tool tells it to models.
struct SearchReport: Equatable, Sendable {
    struct Result: Equatable, Sendable {
        let citation: String
        let title: String
        let relevance: Double
        let excerpt: String
    }

    let results: [Result]
    let verdict: AnswerEvidence.Verdict
    let subjectCoverage: Double
    let documentCoverage: Double
    let headingCoverage: Double
    let margin: Double
    let subjectCount: Int
    /// Words of the question that the best article lacks, and those that no article has.
    let missingWords: [String]
    let unknownWords: [String]

    init(_ search: KnowledgeSearch) {
        results = search.hits.map {
            Result(citation: $0.citation, title: $0.title, relevance: $0.relevance, excerpt: $0.excerpt)
        }
        let evidence = search.evidence
        verdict = evidence.verdict
        subjectCoverage = evidence.subjectCoverage
        documentCoverage = evidence.documentCoverage
        headingCoverage = evidence.headingCoverage
        margin = evidence.margin
        subjectCount = evidence.subjectCount
        missingWords = Array(evidence.missingWords.prefix(8))
        unknownWords = Array(evidence.unknownWords.prefix(8))
    }

    var json: JSONValue {
        [
            "results": .array(
                results.map {
                    [
                        "section": .string($0.citation), "title": .string($0.title),
                        "relevance": .number(($0.relevance * 1000).rounded() / 1000), "excerpt": .string($0.excerpt),
                    ]
                }),
            "evidence": [
                "verdict": .string(verdict.rawValue), "subject_coverage": .number(subjectCoverage),
                "document_coverage": .number(documentCoverage), "heading_coverage": .number(headingCoverage),
                "margin": .number(margin), "subject_count": .integer(Int64(subjectCount)),
                "missing_words": .array(missingWords.map { .string($0) }),
                "unknown_words": .array(unknownWords.map { .string($0) }),
            ],
        ]
    }
}

extension SearchReport: JSONDecodable {
    init(json: JSONValue) throws(JSONMismatch) {
        results = try json.required("results")
        let evidence: JSONValue = try json.required("evidence")
        verdict = AnswerEvidence.Verdict(rawValue: try evidence.required("verdict")) ?? .absent
        subjectCoverage = try evidence.required("subject_coverage")
        documentCoverage = try evidence.required("document_coverage")
        headingCoverage = try evidence.required("heading_coverage")
        margin = try evidence.required("margin")
        subjectCount = try evidence.required("subject_count")
        missingWords = try evidence.required("missing_words")
        unknownWords = try evidence.required("unknown_words")
    }
}

extension SearchReport.Result: JSONDecodable {
    init(json: JSONValue) throws(JSONMismatch) {
        citation = try json.required("section")
        title = try json.required("title")
        relevance = try json.required("relevance")
        excerpt = try json.required("excerpt")
    }
}
