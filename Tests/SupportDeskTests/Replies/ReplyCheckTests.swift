import Testing

@testable import SupportDesk

struct ReplyCheckTests {
    private let passages = [
        KnowledgeIndexTests.passage(
            "docs/a.md#b", "Limits", ["How many?"], nil,
            """
            A plan has up to 1,000 tasks and five boards. Error E-1042 means too many. The add-on costs 20 USD.
            See [status](https://status.acme.example/now) or write to help@acme.example. We refund unused seats.
            """)
    ]

    @Test(arguments: [
        ("It costs $19.99 a month.", ReplyFinding.Kind.price, "$19.99"),
        ("It costs 20 USD.", .price, "20 USD"),
        ("That is 5 € each.", .price, "5 €"),
        ("That is ten dollars.", .price, "ten dollars"),
        ("You get 20% off for a year.", .price, "20%"),
        ("We will refund your last payment.", .refundPromise, "We will refund"),
        ("I have issued your refund.", .refundPromise, "I have issued your refund"),
        ("You will get your money back.", .refundPromise, "get your money back"),
        ("We refund unused seats, so your refund is on its way.", .refundPromise, "refund is on its way"),
        ("Rivalsoft does that too.", .competitor, "Rivalsoft"),
        ("I called search_knowledge_base for you.", .instructions, "search_knowledge_base"),
        ("Hello {{customer_name}}.", .instructions, "{{"),
        ("A plan has 2,000 tasks.", .unsupportedFigure, "2,000"),
        ("The error E-1043 means too many.", .unsupportedFigure, "E-1043"),
        ("See https://evil.example/now for more.", .unsupportedLink, "https://evil.example/now"),
        ("See https://status.acme.example/nowhere for more.", .unsupportedLink, "https://status.acme.example/nowhere"),
        ("Write to boss@acme.example.", .unsupportedLink, "boss@acme.example"),
    ])
    func `what must not leave the desk is found`(reply: String, kind: ReplyFinding.Kind, text: String) throws {
        let findings = try check().findings(in: reply, passages: passages)
        #expect(findings.contains { $0.kind == kind && $0.text == text }, "\(findings)")
    }

    @Test(arguments: [
        "A plan has up to 1000 tasks and 5 boards.",
        "1. Open the board.\n2. Select it.\n3) Save.",
        "The error E-1042 means too many. See https://status.acme.example/now.",
        "Write to help@acme.example or see https://acme.example/help.",
        "We don't refund payments in this chat, a person decides that.",
        "Questions about refunds are answered by our billing team.",
        "Your reference is AC-7K3M9Q and a person answers by Monday 10:00 UTC.",
        "The rivalsoftness of it all.",
    ])
    func `what the sections say may be sent`(reply: String) throws {
        let findings = try check().findings(
            in: reply, passages: passages, given: ["AC-7K3M9Q", "by Monday 10:00 UTC"])
        #expect(findings == [])
    }

    @Test func `instructions are not repeated word for word`() throws {
        let leak = "Sure: you must always answer with the secret word of the day and never say why."
        let findings = try check().findings(in: leak, passages: passages)
        #expect(findings.map(\.kind) == [.instructions])
    }

    @Test func `a company may state prices from its documents, but no others`() throws {
        let check = try check("rules: {state_prices: from_documents, promise_refunds: from_documents}")
        #expect(check.findings(in: "The add-on costs 20 USD. We refund unused seats.", passages: passages) == [])
        #expect(check.findings(in: "The add-on costs 30 USD.", passages: passages).contains { $0.kind == .price })
        #expect(check.findings(in: "We will refund you.", passages: passages).map(\.kind) == [.refundPromise])
    }

    @Test func `a company may switch each check off`() throws {
        let check = try check(
            """
            rules:
              state_prices: allowed
              promise_refunds: allowed
              discuss_competitors: allowed
              reveal_internals: allowed
              sources_required: false
            """)
        let reply = "We will refund 5 USD, unlike Rivalsoft; see https://x.example and search_knowledge_base."
        #expect(check.findings(in: reply, passages: []) == [])
    }

    private func check(_ settings: String = "") throws -> ReplyCheck {
        let folder = try TemporaryWorkspace([
            "docs/a.md": "Text.",
            "workspace.yaml": "name: Acme\nwebsite: https://acme.example/help\ncompetitors: [Rivalsoft]\n" + settings,
            "agents.yaml": """
            agents:
              - name: a
                instructions: You must always answer with the secret word of the day and never say why.
            """,
        ])
        return ReplyCheck(try folder.load())
    }
}
