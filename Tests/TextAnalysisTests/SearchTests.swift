import Testing

@testable import TextAnalysis

@Suite struct SearchTests {
    private let index: BM25Index<String> = {
        var index = BM25Index<String>()
        index.replace([
            SearchDocument(
                id: "password", title: "Account", headings: "Reset your password",
                body: "Open the sign-in page and choose Forgot password. We send a link to your email address."),
            SearchDocument(
                id: "invoice", title: "Billing", headings: "Download an invoice",
                body: "Invoices are under Settings, Billing. Choose a month and press Download."),
            SearchDocument(
                id: "sso", title: "Security", headings: "Single sign-on", body: "SSO with SAML is set up by an admin."),
            SearchDocument(
                id: "export", title: "Data", headings: "Export to CSV",
                body: "Choose Export in the project's menu. The file arrives by email.", keywords: "spreadsheet"),
            SearchDocument(
                id: "limits", title: "API", headings: "Rate limits",
                body: "The API answers 429 beyond 100 requests a minute. Set api.key in the header X-Key."),
            SearchDocument(
                id: "team", title: "Team", headings: "Invite members",
                body: "Press Invite and type the email of your colleague. Guests are free."),
        ])
        return index
    }()

    private func verdict(_ question: String) -> AnswerEvidence {
        let query = index.analyze(question)
        return AnswerEvidence(query: query, hits: index.search(query), document: { $0 })
    }

    @Test(arguments: [
        ("How do I reset my password?", "password"), ("where are my invoices", "invoice"),
        ("I can't log in", "password"),
        ("forgot pasword", "password"), ("how to downlaod invocies", "invoice"), ("export to a spreadsheet", "export"),
        ("error 429", "limits"), ("API KEY", "limits"), ("add a colleague", "team"), ("what is SAML?", "sso"),
        ("EXPORTING projects", "export"), ("where is my bill?", "invoice"),
    ])
    func `the right document comes first`(query: String, expected: String) {
        let hits = index.search(query)

        #expect(hits.first?.id == expected, "\(hits.map { ($0.id, $0.score) })")
    }

    @Test func `a hit tells by which words, how and where it matched`() throws {
        let query = index.analyze("pasword reset")

        let hit = try #require(index.search(query).first)

        #expect(query.concepts.map(\.word) == ["pasword", "reset"])
        #expect(hit.evidence[0].matches.map(\.kind) == [.typo])
        #expect(hit.evidence[0].fields == [.headings, .body])
        #expect(hit.evidence[1].matches.map(\.kind) == [.exact])
        #expect(hit.coverage == 1)
        #expect(hit.proximity > 0.6)
        #expect((0...1).contains(hit.relevance))
    }

    @Test(arguments: [
        ("How do I reset my password?", AnswerEvidence.Verdict.answerable),
        ("Where can I download my invoice on my laptop?", .answerable),
        ("What is the rate limit of the API?", .answerable),
        ("Do you integrate with Salesforce?", .absent),
        ("Is there a kubernetes operator?", .absent),
        ("Who won the world cup in 1998?", .absent),
        ("", .nothingAsked), ("what can you do?", .nothingAsked), ("👍", .nothingAsked),
    ])
    func `evidence decides whether the documents answer`(question: String, expected: AnswerEvidence.Verdict) {
        let evidence = verdict(question)

        #expect(evidence.verdict == expected, "\(evidence)")
    }

    @Test func `a name the documents never mention outweighs the rest`() {
        let evidence = verdict("How do I export to Excel2000?")

        #expect(evidence.unknownWords == ["excel2000"])
        #expect(evidence.verdict != .answerable)
    }

    @Test func `two documents that match alike leave no margin`() {
        var twins = BM25Index<Int>()
        twins.replace((0..<2).map { SearchDocument(id: $0, headings: "Limits", body: "The limit of the widget \($0)") })
        let query = twins.analyze("widget limit")

        let evidence = AnswerEvidence(query: query, hits: twins.search(query), document: { $0 })

        #expect(evidence.margin < 0.01)
    }

    @Test func `words side by side rank before words apart`() {
        var index = BM25Index<Int>()
        index.replace([
            SearchDocument(id: 1, body: "green is the colour of the old tea house by the lake"),
            SearchDocument(id: 2, body: "the house by the old lake serves green tea of a colour"),
        ])

        #expect(index.search("green tea").map(\.id) == [2, 1])
    }

    @Test func `replacing and removing leave the same scores as building anew`() {
        var random = SeededRandom(7)
        func document(_ id: Int) -> SearchDocument<Int> {
            let words = (0..<30).map { _ in "word\(Int.random(in: 0..<60, using: &random))" }
            return SearchDocument(id: id, title: "t\(id % 5)", body: words.joined(separator: " "))
        }
        var final: [Int: SearchDocument<Int>] = [:]
        var changed = BM25Index<Int>()
        for _ in 0..<60 {
            let batch = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                document(Int.random(in: 0..<40, using: &random))
            }
            changed.replace(batch)
            for one in batch { final[one.id] = one }
            if Int.random(in: 0..<4, using: &random) == 0 {
                let gone = Int.random(in: 0..<40, using: &random)
                changed.remove([gone])
                final[gone] = nil
            }
        }
        var anew = BM25Index<Int>()
        anew.replace(final.values.sorted { $0.id < $1.id })

        for query in ["word1 word2", "word7", "t3 word59 word10", "wordx5"] {
            let (a, b) = (changed.search(query, limit: 40), anew.search(query, limit: 40))
            #expect(a.map { ($0.score * 1e4).rounded() } == b.map { ($0.score * 1e4).rounded() })
            #expect(Set(a.map(\.id)) == Set(b.map(\.id)))
        }
        #expect(changed.count == final.count)
        #expect(changed.parts.count <= 9)
    }

    @Test func `a snapshot keeps what it saw`() {
        var index = index
        let snapshot = index

        index.remove(["password"])

        #expect(snapshot.search("password").first?.id == "password")
        #expect(!index.search("password").contains { $0.id == "password" })
        #expect(snapshot.count == 6)
    }

    @Test func `a filter keeps unwanted documents out and lets the next ones in`() {
        let hits = index.search("email", limit: 1) { $0 != "password" && $0 != "export" }

        #expect(hits.map(\.id) == ["team"])
    }

    @Test func `readers search while the owner changes its index`() async {
        let index = index
        await withTaskGroup(of: Int.self) { group in
            for reader in 0..<8 {
                group.addTask {
                    var own = index
                    own.replace([SearchDocument(id: "new\(reader)", body: "zebra \(reader)")])
                    return own.search("zebra").count + index.search("password").count
                }
            }
            for await count in group { #expect(count == 2) }
        }
    }

    @Test func `a workspace's own synonyms are searched`() {
        var index = BM25Index<Int>(terms: TermAnalyzer(synonyms: [["widget", "gizmo", "thing of wonder"]]))
        index.replace([SearchDocument(id: 1, body: "Turn the gizmo"), SearchDocument(id: 2, body: "a thing of wonder")])

        #expect(Set(index.search("widget").map(\.id)) == [1, 2])
    }

    @Test func `an empty index and an absurd query give nothing`() {
        #expect(BM25Index<Int>().search("password").isEmpty)
        #expect(index.search("password", limit: 0).isEmpty)
        #expect(index.analyze(String(repeating: "password reset ", count: 50_000)).concepts.count == 2)
        #expect(index.analyze((0..<1_000).map { "w\($0)" }.joined(separator: " ")).concepts.count == 32)
    }

    @Test(arguments: [
        ("invoic", "invoci", 2, 1), ("password", "passwrd", 2, 1), ("abc", "abc", 1, 0), ("kitten", "sitting", 3, 3),
    ])
    func `spelling distance counts slips`(a: String, b: String, limit: Int, expected: Int) {
        #expect(Spelling.distance(Array(a.utf8), Array(b.utf8), limit: limit) == expected)
        #expect(expected == 0 || Spelling.distance(Array(a.utf8), Array(b.utf8), limit: expected - 1) == nil)
    }
}
