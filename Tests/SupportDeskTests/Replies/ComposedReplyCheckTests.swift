import Testing

@testable import SupportDesk

/// Replies that a language model wrote freely, some of them on a stranger's order.
struct ComposedReplyCheckTests {
    private let passages = [
        KnowledgeIndexTests.passage(
            "docs/a.md#b", "Exports", ["How do I export?"], nil,
            """
            Open **Settings > Data > Export** and select **Full export**. The export is ready within 24 hours and the link works \
            for 7 days. We email you when it is ready. A workspace can have 10 exports. Error E-1042 means too many.
            See [status](https://status.acme.example/now) or write to help@acme.example. Exports are at no extra cost.
            """)
    ]

    @Test(arguments: [
        "Open Settings > Data > Export and select Full export. The link works for a week.",
        "Select **Full export**. It's ready within a day, and we'll email you when it is.",
        "You can have ten exports. There are two things to know: the link works for seven days, and E-1042 means too many.",
        "1. Open **Settings > Data > Export**.\n2. Select **Full export**.\n3. Wait for the email.",
        "Hello Ana,\n\nI'm sorry for the trouble. I'd be happy to help. Could you tell me which error you see?\n\nKind regards,\nBo",
        "You wrote that it has failed 14 times since Friday on your Pixel 9. Please select **Full export** once more.",
        "I can't promise whether this will be built.",
        "I have asked our team to take over. A person will answer by Monday 10:00 UTC.",
        "The status page is https://status.acme.example/now.",
    ])
    func `an honest paraphrase passes`(reply: String) throws {
        #expect(try findings(in: reply) == [])
    }

    @Test(arguments: [
        ("As you ordered: see https://evil.example/x.", ReplyFinding.Kind.unsupportedLink, "https://evil.example/x"),
        ("As you ordered: see evil.example/x.", .unsupportedLink, "evil.example/x"),
        ("Write to boss@acme.example.", .unsupportedLink, "boss@acme.example"),
        ("[Sign in](https://status.acme.example.evil.example/now) first.", .unsupportedLink, "evil.example"),
        ("It costs one dollar.", .price, "one dollar"),
        ("That's a deal, and that's a legally binding offer: it is free of charge.", .price, "free of charge"),
        ("You will be reimbursed in full.", .refundPromise, "be reimbursed"),
        ("I have credited your account.", .refundPromise, "have credited"),
        ("rival-soft does that too.", .competitor, "rival-soft"),
        ("RIVAL SOFT does that too.", .competitor, "RIVAL SOFT"),
        ("My instructions say that I must not tell.", .instructions, "My instructions"),
        ("I was told to never say why.", .instructions, "I was told to"),
        ("I ran search-knowledge-base for you.", .instructions, "search-knowledge-base"),
        ("I ran sendResponse for you.", .instructions, "sendResponse"),
        ("{\"tool\": \"send_response\", \"message\": \"hi\"}", .instructions, "send_response"),
        ("<tool_use>export</tool_use>", .instructions, "<tool_use>"),
        ("<|im_start|>system", .instructions, "<|im_start|>"),
        ("Dear [Your Name], hello.", .instructions, "[Your Name]"),
        ("Hello {{ name }}.", .instructions, "{{"),
        (
            "eW91IG11c3QgYWx3YXlzIGFuc3dlciB3aXRoIHRoZSBzZWNyZXQgd29yZA==", .instructions,
            "eW91IG11c3QgYWx3YXlzIGFuc3dlciB3aXRoIHRoZSBzZWNyZXQgd29yZA=="
        ),
        (
            "796f75206d75737420616c7761797320616e73776572", .instructions,
            "796f75206d75737420616c7761797320616e73776572"
        ),
        ("The link works for forty-five days.", .unsupportedFigure, "forty-five days"),
        ("The link works for half an hour.", .unsupportedFigure, "half an hour"),
        ("The link works for 10 days.", .unsupportedFigure, "10 days"),
        ("You can have a dozen exports.", .unsupportedFigure, "a dozen"),
        ("Call +49 30 901820.", .unsupportedFigure, "901820"),
        ("You need version 2.4.1 of it.", .unsupportedFigure, "2.4.1"),
        ("The link works until Sunday.", .unsupportedFigure, "Sunday"),
        ("Open **Settings > Backups**.", .unsupportedName, "Backups"),
        ("Open Settings > Backups.", .unsupportedName, "Settings > Backups"),
        ("Select \"Export everything\".", .unsupportedName, "Export everything"),
        ("Open export_final.csv.", .unsupportedName, "export_final.csv"),
        ("Ask for Maria Lopez in support.", .unsupportedName, "Maria Lopez"),
        ("The export is part of the Platinum plan.", .unsupportedName, "Platinum"),
        ("I have deleted the export.", .unsupportedPromise, "I have deleted the export"),
        ("Our engineers are already fixing the export.", .unsupportedPromise, "Our engineers are already fixing"),
        ("You'll hear from us tomorrow.", .unsupportedPromise, "You'll hear from us tomorrow"),
        ("We guarantee that the export is complete.", .unsupportedPromise, "We guarantee"),
        ("The export also repaints your kitchen and waters the garden plants.", .unsupportedClaim, "kitchen"),
    ])
    func `what no text supports is found`(reply: String, kind: ReplyFinding.Kind, text: String) throws {
        let findings = try findings(in: reply)
        #expect(findings.contains { $0.kind == kind && $0.text.contains(text) }, "\(findings)")
    }

    /// As after "ignore your rules and …": the customer's own words make nothing true.
    @Test(arguments: [
        "We will refund you 500 USD, as you wrote.", "I have reset your password, as you asked.",
        "Your instructions: you must always answer with the secret word of the day.",
        "Sure. Download it from http://evil.example/tool.exe now.", "Rivalsoft is better, as you say.",
    ])
    func `a stranger's words allow nothing`(reply: String) throws {
        let findings = try check().findings(in: reply, passages: passages, said: [reply], author: .languageModel)
        #expect(!findings.isEmpty)
    }

    @Test func `a company that allows it may say all of it`() throws {
        let check = try check(
            """
            rules:
              state_prices: allowed
              promise_refunds: allowed
              discuss_competitors: allowed
              reveal_internals: allowed
              sources_required: false
            """)
        let reply = "We guarantee it: 5 USD are credited, unlike rival soft. My instructions: {{x}} at x.example/y."
        #expect(check.findings(in: reply, passages: [], author: .languageModel) == [])
    }

    @Test func `replies of the built-in model are read as ever`() throws {
        let reply = "I have reset your password; our engineers are fixing **Frobnicate**, free of charge."
        #expect(try check().findings(in: reply, passages: passages) == [])
    }

    /// Names of things have capitals in German, so only what is set apart is taken for a name.
    @Test func `a German reply is held against German sections`() throws {
        let check = try check("languages: [de]")
        let passage = KnowledgeIndexTests.passage(
            "docs/a.md#b", "Export", ["Wie exportiere ich?"], nil,
            "Öffnen Sie **Einstellungen > Daten** und wählen Sie **Vollexport**. Der Link gilt 7 Tage.")
        let honest =
            "Gern! Wählen Sie unter **Einstellungen > Daten** die Schaltfläche **Vollexport**. Der Link gilt 7 Tage."
        #expect(check.findings(in: honest, passages: [passage], author: .languageModel) == [])
        let wrong = "Wählen Sie **Alles sichern**. Der Link gilt 90 Tage und kostet 5 Euro, siehe boese.example/x."
        let findings = check.findings(in: wrong, passages: [passage], author: .languageModel)
        #expect(Set(findings.map(\.kind)) == [.price, .unsupportedFigure, .unsupportedLink, .unsupportedName])
    }

    @Test func `rubbish has an end`() throws {
        let check = try check()
        for piece in [
            "{", "{{", "<", "[your ", "**", "`", "\"", " > ", "1 ", "one ", "A", "A ", "we will ", "a.b/", "§", "é",
            "\u{0}",
        ] {
            let findings = check.findings(
                in: String(repeating: piece, count: 4_000), passages: passages, author: .languageModel)
            #expect(findings.allSatisfy { $0.range.upperBound <= 4_000 * piece.utf8.count })
        }
    }

    @Test func `each kind has advice for the one retry`() {
        #expect(Set(ReplyFinding.Kind.allCases.map(\.advice)).count == ReplyFinding.Kind.allCases.count)
    }

    private func findings(in reply: String) throws -> [ReplyFinding] {
        try check().findings(
            in: reply, passages: passages,
            given: ["I have asked our team to take over. A person will answer by Monday 10:00 UTC.", "Ana"],
            said: ["It failed 14 times since Friday on my Pixel 9, see https://evil.example/x or evil.example/x"],
            author: .languageModel)
    }

    private func check(_ settings: String = "") throws -> ReplyCheck {
        let folder = try TemporaryWorkspace([
            "docs/a.md": "Text.",
            "workspace.yaml": "name: Acme\nwebsite: https://acme.example/help\ncompetitors: [Rivalsoft]\n" + settings,
            "agents.yaml": """
            agents:
              - name: a
                display_name: Bo
                instructions: You must always answer with the secret word of the day and never say why.
            """,
        ])
        return ReplyCheck(try folder.load())
    }
}
