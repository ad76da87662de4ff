import Formats
import Foundation
import SupportDesk
import Testing

@Suite struct ReceiptTextTests {
    @Test func `a language model's answer tells what it rests on`() {
        let text = receipt([
            "passages": [["section": "docs/login.md#reset", "title": "Reset", "version": "9f3a", "generation": 12]],
            "rules": [["rule": "refunds", "reason": "refund_request"]],
            "intents": [["intent": "how_to", "rule": "how do i"]], "sentiment": 0.4,
            "searches": [["has_result": true, "sections": ["docs/login.md#reset", "docs/a.md#b"]]],
            "agents": ["triage", "billing"], "model": "gpt-5.6-luna",
            "calls": [
                [
                    "agent": "triage", "model": "gpt-5.6-luna", "response_id": "r1", "tokens": 1290,
                    "cost_micro_usd": 1290, "ms": 812.5, "fallbacks": [["model": "first", "reason": "timeout"]],
                ]
            ],
            "fallback": nil, "grounding": ["tries": 2, "findings": ["unsupported_claim"]], "confidence": 0.911,
            "evidence": nil, "tokens": ["input": 1204, "output": 86], "cost_micro_usd": 1290,
            "timings": ["total_ms": 1250, "model_ms": 812.5, "tools_ms": 3.25], "seed": [1, 2],
        ]).text

        #expect(
            text == """
                answer       00000000-0000-4000-8000-000000000001, 2026-11-21 09:00:00Z
                ticket       TC-7K3M9Q
                asked        How do I reset my password?
                             It is urgent.
                passages     docs/login.md#reset, version 9f3a, documents 12
                rules        refunds, asks for a human: refund_request
                intents      how_to (how do i)
                sentiment    0.40
                searches     docs/login.md#reset, docs/a.md#b
                agents       triage → billing
                model        gpt-5.6-luna
                calls        gpt-5.6-luna, for triage, 1,290 tokens, $0.001290, 812.5 ms, after
                             first: timeout
                grounding    passed at try 2, before: unsupported_claim
                confidence   0.91
                tokens       1,204 in, 86 out
                cost         $0.001290
                took         1.25 s, models 812.5 ms, tools 3.25 ms
                seed         [1,2]

                Use the link.
                """)
    }

    @Test func `the built-in model's answer in another's place says why`() {
        let text = receipt([
            "model": "grounded", "fallback": ["ending": "model_failed", "detail": "timeout"],
            "grounding": ["tries": 1, "findings": []],
        ]).text

        #expect(text.contains("fallback     the built-in model answered: model_failed (timeout)\n"))
        #expect(text.contains("grounding    passed at once\n"))
        #expect(text.contains("passages     none\n"))
        #expect(text.contains("rules        none fired\n"))
    }

    @Test(
        arguments: [
            [:], ["passages": 7, "rules": "x", "calls": [nil, 1], "timings": [], "tokens": "many"],
            ["passages": [[:], nil], "model": "\u{1B}[2J\nx", "confidence": "high", "grounding": [:], "fallback": 3],
            [
                "cost_micro_usd": .integer(.max), "timings": ["total_ms": 1e300, "model_ms": -1e300],
                "sentiment": 1e300,
                "tokens": ["input": .integer(.min), "output": .integer(.max)],
            ],
            ["note": .string(String(repeating: "x", count: 300)), "calls": [["fallbacks": [1]]]],
        ] as [JSONValue])
    func `whatever a receipt holds, it is shown within the screen`(json: JSONValue) {
        let text = receipt(json).text

        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(text.hasSuffix("\n\nUse the link."))
    }

    private func receipt(_ json: JSONValue) -> AnswerReceipt {
        AnswerReceipt(
            message: ID("00000000-0000-4000-8000-000000000001")!, conversation: ID(UUID()),
            ticket: TicketReference(stored: "TC-7K3M9Q"), answeredAt: Date(timeIntervalSince1970: 1_795_251_600),
            questions: ["How do I reset my password?", "It is urgent."], answer: "Use the link.", json: json)
    }
}
