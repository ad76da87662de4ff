import Formats
import Foundation
import SupportDesk
import Testing

@Suite struct TraceTextTests {
    @Test func `a run is drawn as a tree with times, tokens, cost and errors`() throws {
        let trace = trace([
            span("1", nil, "custom", "analysis", 0, 1_000),
            span("2", nil, "agent", "triage", 1_000, 400_000, ["ending": "handed_off", "turns": 1]),
            span(
                "3", "2", "generation", "chain", 1_000, 300_000,
                [
                    "turn": 1, "input_tokens": 1204, "output_tokens": 86, "cost_micro_usd": 1290,
                    "metadata": [
                        "model": "gpt-5.6-luna", "fallbacks": [["model": "first", "reason": "timeout"]],
                    ],
                ]),
            span("4", "2", "handoff", "to billing", 301_000, 1_000, ["from": "triage", "to": "billing"]),
            span("5", nil, "agent", "billing", 402_000, 598_000, ["ending": "final_output", "turns": 2]),
            span(
                "6", "5", "tool", "search_knowledge_base", 402_000, 12_345,
                ["arguments": #"{"query":"[card-1] charged twice"}"#]),
            span("7", "6", "guardrail", "limits", 402_000, 10, ["stage": "tool_input", "tripped": false]),
            span("8", "5", "tool", "send_response", 500_000, 500_000, [:], error: "unsupported_claim: prices"),
            span(
                "9", "5", "guardrail", "leaks", 990_000, 9_000,
                ["stage": "output", "tripped": true, "info": "instructions"]),
        ])

        let text = trace.text()

        #expect(
            text == """
                run 4bf92f3577b34da6a3ce929d0e0e4736  2026-11-21 09:00:00Z  1.00 s
                analysis                               custom       1.00 ms ━
                triage                                 agent       400.0 ms ━━━━━━━━━
                │  handed_off after turn 1
                ├─ gpt-5.6-luna, turn 1                generation  300.0 ms ━━━━━━━
                │     1,204 tokens in, 86 out, $0.001290
                │     after first: timeout
                └─ to billing                          handoff      1.00 ms       ━
                      triage → billing
                billing                                agent       598.0 ms         ━━━━━━━━━━━━
                │  final_output after turn 2
                ├─ search_knowledge_base               tool         12.3 ms         ━
                │  │  {"query":"[card-1] charged twice"}
                │  └─ limits                           guardrail    0.01 ms         ━
                ├─ send_response                       tool        500.0 ms           ━━━━━━━━━━
                │     error: unsupported_claim: prices
                └─ leaks                               guardrail    9.00 ms                    ━
                      tripped: instructions
                """)
    }

    @Test func `colours are for terminals that ask for them`() throws {
        let trace = trace([
            span("1", nil, "generation", "model", 0, 1), span("2", nil, "tool", "search", 0, 1, [:], error: "down"),
        ])

        let plain = trace.text()
        let coloured = trace.text(isColoured: true)

        #expect(!plain.contains("\u{1B}"))
        #expect(coloured.contains("\u{1B}[36mgeneration\u{1B}[0m"))
        #expect(coloured.contains("\u{1B}[31merror: down\u{1B}[0m"))
        #expect(coloured.replacing(try Regex("\u{1B}\\[\\d+m"), with: "") == plain)
    }

    /// Names and arguments are a model's words, and traces outlive the programs that wrote them.
    @Test(
        arguments: [
            .null, [], "rubbish", ["spans": 7], ["spans": [nil, 1, "x", [], [:]]],
            ["spans": [["span_id": "a", "parent_id": "b"], ["span_id": "b", "parent_id": "a"]]],
            ["spans": [["span_id": "a", "parent_id": "a", "name": "itself"]]],
            ["spans": [["span_id": "a", "parent_id": "gone", "duration_us": -5, "start_us": "soon"]]],
            [
                "spans": [
                    ["span_id": "a", "name": "\u{1B}[2J\u{7}bell\nline", "error": "\u{1B}]0;title", "kind": "tool"]
                ]
            ],
            ["spans": .array((0..<40).map { span("\($0)", $0 == 0 ? nil : "\($0 - 1)", "agent", "deep", 0, 1) })],
            [
                "spans": [
                    span(
                        "1", nil, "a very long kind of a span", String(repeating: "name ", count: 40), 0,
                        Int64.max,
                        ["arguments": .string(String(repeating: "x", count: 500))])
                ]
            ],
        ] as [JSONValue])
    func `whatever a trace holds, it is shown within the screen`(json: JSONValue) {
        let text = StoredTrace(
            id: "\u{1B}" + String(repeating: "f", count: 100), startedAt: noon, duration: .zero, json: json
        ).text()

        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        let count = (json["spans"]?.array ?? []).count
        #expect(lines.count > count)
    }

    private func trace(_ spans: [JSONValue]) -> StoredTrace {
        StoredTrace(
            id: "4bf92f3577b34da6a3ce929d0e0e4736", startedAt: noon, duration: .seconds(1),
            json: ["spans": .array(spans)])
    }
}

private let noon = Date(timeIntervalSince1970: 1_795_251_600)

private func span(
    _ id: String, _ parent: String?, _ kind: String, _ name: String, _ start: Int64, _ duration: Int64,
    _ attributes: JSONValue = [:], error: String? = nil
) -> JSONValue {
    [
        "span_id": .string(id), "parent_id": parent.map { .string($0) } ?? .null, "kind": .string(kind),
        "name": .string(name), "start_us": .integer(start), "duration_us": .integer(duration),
        "attributes": attributes, "error": error.map { .string($0) } ?? .null,
    ]
}
