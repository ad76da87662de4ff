import Synchronization
import Testing
import TextAnalysis

@testable import SupportDesk

struct KnowledgeIndexTests {
    static let passages = [
        passage(
            "docs/account/password.md#reset", "Passwords", ["How do I reset my password?"], "account",
            "You reset a forgotten password with a link. Open the login page. The link is valid for 60 minutes."),
        passage(
            "docs/account/two-factor.md#on", "Two-factor", ["Turn it on"], "account",
            "An authenticator app shows a code at each login."),
        passage(
            "docs/billing/invoices.md#find", "Invoices", ["Where are my invoices?"], "billing",
            "Each invoice is in the billing settings as a PDF."),
    ]

    private let index = KnowledgeIndex(passages, terms: TermAnalyzer(synonyms: [["invoice", "bill slip"]]))

    @Test func `the passage about the question comes first, with its reasons`() throws {
        let search = index.search("I forgot my password, how can I reset it?")

        let best = try #require(search.hits.first)
        #expect(best.citation == "docs/account/password.md#reset")
        #expect(best.title == "Passwords › How do I reset my password?")
        #expect(best.excerpt.contains("forgotten password"))
        #expect((0...1).contains(best.relevance))
        #expect(search.evidence.verdict == .answerable)
        #expect(search.hasResult)
    }

    @Test func `a company's own word for a thing finds it`() {
        #expect(index.search("bill slip").hits.first?.citation == "docs/billing/invoices.md#find")
    }

    @Test func `a category narrows the search, an unknown one finds nothing`() {
        #expect(index.search("login", category: "account").hits.allSatisfy { $0.passage.category == "account" })
        #expect(index.search("login", category: "billing").hits.isEmpty)
        #expect(!index.search("login", category: "nowhere").hasResult)
    }

    @Test(arguments: ["quantum llamas in space", "", "?!", "🙂"])
    func `what the documents don't know has no result`(query: String) { #expect(!index.search(query).hasResult) }

    @Test(arguments: [-1, 0, 5, 100])
    func `at most five hits are given`(limit: Int) {
        let many = KnowledgeIndex(
            (0..<20).map { Self.passage("docs/a\($0).md#x", "Login", ["Login"], nil, "The login page number \($0).") },
            terms: TermAnalyzer())
        #expect(many.search("login page", limit: limit).hits.count == min(max(limit, 0), 5))
    }

    @Test func `a long passage is shown as an excerpt of whole words`() throws {
        let sentence = "The webhook " + String(repeating: "carries another field ", count: 40) + "."
        let index = KnowledgeIndex([Self.passage("docs/a.md#x", "W", ["X"], nil, sentence)], terms: TermAnalyzer())
        let excerpt = try #require(index.search("webhook").hits.first?.excerpt)
        #expect(excerpt.count <= 300)
        #expect(excerpt.hasSuffix("…"))
        #expect(sentence.hasPrefix(excerpt.dropLast()))
    }

    static func passage(
        _ citation: String, _ title: String, _ headings: [String], _ category: String?, _ text: String
    ) -> Passage {
        Passage(
            citation: citation, documentTitle: title, headingPath: headings, category: category, markdown: text,
            position: 0)
    }
}

struct KnowledgeBaseTests {
    private final class Shelf: KnowledgeStore {
        let state = Mutex((passages: KnowledgeIndexTests.passages, generation: 1, reads: 0))

        func replaceAll(with passages: [Passage]) async throws -> KnowledgeChange {
            state.withLock { $0 = (passages, $0.generation + 1, $0.reads) }
            return KnowledgeChange(added: 0, updated: 0, removed: 0, unchanged: 0)
        }

        func passages() async throws -> [Passage] {
            state.withLock { state in
                state.reads += 1
                return state.passages
            }
        }

        func generation() async throws -> Int { state.withLock(\.generation) }
    }

    @Test func `a snapshot is exchanged when the store's generation changed, and only then`() async throws {
        let shelf = Shelf()
        let base = KnowledgeBase(shelf, terms: TermAnalyzer())
        #expect(base.index.passages.isEmpty)

        #expect(try await base.refresh())
        #expect(try await !base.refresh())
        let first = base.index
        _ = try await shelf.replaceAll(with: [KnowledgeIndexTests.passages[2]])
        #expect(try await base.refresh())

        #expect(first.passages.count == 3)
        #expect(base.index.passages.count == 1)
        #expect(base.index["docs/billing/invoices.md#find"] != nil)
        #expect(shelf.state.withLock(\.reads) == 2)
    }

    @Test func `new synonyms are searched without reading the store again`() async throws {
        let shelf = Shelf()
        let base = KnowledgeBase(shelf, terms: TermAnalyzer())
        _ = try await base.refresh()
        #expect(!base.index.search("zettel").hasResult)

        base.rebuild(terms: TermAnalyzer(synonyms: [["invoice", "zettel"]]))

        #expect(base.index.search("zettel").hasResult)
        #expect(shelf.state.withLock(\.reads) == 1)
        _ = try await shelf.replaceAll(with: KnowledgeIndexTests.passages)
        _ = try await base.refresh()
        #expect(base.index.search("zettel").hasResult)
    }
}
