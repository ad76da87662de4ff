import Formats
import FoundationEssentials
import SupportDesk
import Telemetry
import Testing

@testable import fte

@Suite struct OTLPTracesTests {
    @Test func `a request's span is what OTLP's JSON asks for`() throws {
        let body = OTLPTraces.body([OutgoingSpan(.sample(7))], service: "fte", version: "1.2")

        #expect(
            try JSONValue(parsing: body) == [
                "resourceSpans": [
                    [
                        "resource": [
                            "attributes": [
                                ["key": "service.name", "value": ["stringValue": "fte"]],
                                ["key": "service.version", "value": ["stringValue": "1.2"]],
                            ]
                        ],
                        "scopeSpans": [
                            [
                                "scope": ["name": "fte"],
                                "spans": [
                                    [
                                        "traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00f067aa0ba902b7",
                                        "name": "GET /support/ticket/{id}", "kind": 2,
                                        "startTimeUnixNano": "1795251600000000000",
                                        "endTimeUnixNano": "1795251600250000000",
                                        "attributes": [
                                            ["key": "http.request.method", "value": ["stringValue": "GET"]],
                                            ["key": "number", "value": ["intValue": "7"]],
                                            ["key": "http.route", "value": ["stringValue": "/support/ticket/{id}"]],
                                            ["key": "http.response.status_code", "value": ["intValue": "200"]],
                                        ],
                                    ]
                                ],
                            ]
                        ],
                    ]
                ]
            ])
    }

    @Test func `a request that the server failed is an error`() throws {
        let span = try json(OutgoingSpan(.sample(status: 503)))

        #expect(span["status"] == ["code": 2, "message": "503"])
    }

    @Test func `lists stay lists, objects become text and null is left out`() throws {
        let span = OutgoingSpan(
            traceID: "", spanID: "", parentID: "a1", name: "", kind: .internal, startNanoseconds: 0, endNanoseconds: 0,
            attributes: [
                ("list", ["a", 1, true, 0.5]), ("object", ["b": ["c"]]), ("large", .integer(.max)),
            ], error: nil)

        let json = try json(span)

        #expect(json["parentSpanId"] == "a1")
        #expect(
            json["attributes"] == [
                [
                    "key": "list",
                    "value": [
                        "arrayValue": [
                            "values": [
                                ["stringValue": "a"], ["intValue": "1"], ["boolValue": true], ["doubleValue": 0.5],
                            ]
                        ]
                    ],
                ],
                ["key": "object", "value": ["stringValue": #"{"b":["c"]}"#]],
                ["key": "large", "value": ["intValue": "9223372036854775807"]],
            ])
    }

    @Test func `an answer's spans speak the conventions for generative systems`() throws {
        let spans = OutgoingSpan.spans(of: .sample, withContents: false)

        #expect(
            spans.map(\.name) == [
                "invoke_agent support", "chat small-model", "execute_tool search", "execute_tool unknown",
            ])
        #expect(spans.map(\.parentID) == [nil, "00000000000000a1", "00000000000000a1", "00000000000000a1"])
        #expect(spans.map(\.kind) == [.internal, .client, .internal, .internal])
        #expect(spans[1].startNanoseconds == 1_795_251_600_000_020_000)
        #expect(spans[1].endNanoseconds == 1_795_251_600_000_320_000)
        #expect(spans.allSatisfy { $0.attributes.first?.value == "conversation-1" })
        #expect(
            spans[1].attributes.map(\.key) == [
                "gen_ai.conversation.id", "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.usage.input_tokens",
                "gen_ai.usage.output_tokens", "gen_ai.response.id", "fte.metadata",
            ])
    }

    @Test func `what was said stays here unless it is asked for`() throws {
        let without = OTLPTraces.body(
            OutgoingSpan.spans(of: .sample, withContents: false), service: "fte", version: "1")
        let with = OTLPTraces.body(OutgoingSpan.spans(of: .sample, withContents: true), service: "fte", version: "1")

        #expect(!String(decoding: without, as: UTF8.self).contains("Secretman"))
        #expect(String(decoding: without, as: UTF8.self).contains(#""message":"failed""#))
        let text = String(decoding: with, as: UTF8.self)
        for part in ["Dear Mr Secretman", "invoice", "Secretman owes", "Secretman again", "no tool write_to_Secretman"]
        {
            #expect(text.contains(part))
        }
    }

    @Test func `a long text is cut between characters`() throws {
        let long = "a" + String(repeating: "é", count: 10_000)
        let trace = TraceRecord(
            traceID: "t", startedAt: Span.noon, duration: .zero,
            spans: [
                "spans": [
                    [
                        "span_id": "s", "kind": "tool", "name": "n", "start_us": 0, "duration_us": 0,
                        "attributes": ["output": .string(long), "arguments": [.string(long)]],
                    ]
                ]
            ])

        let span = try #require(OutgoingSpan.spans(of: trace, withContents: true).first)
        let texts = span.attributes.compactMap(\.value.string).filter { $0.count > 100 }

        #expect(texts.map(\.utf8.count) == [8_191, 8_191])
        #expect(!texts[0].contains("\u{FFFD}"))
        #expect(long.hasPrefix(texts[0]))
    }

    @Test(arguments: [JSONValue.null, ["spans": 3], ["spans": [["name": "half"], 4]], "rubbish"])
    func `a trace that isn't one gives no spans`(json: JSONValue) {
        let trace = TraceRecord(traceID: "t", startedAt: Span.noon, duration: .zero, spans: json)

        #expect(OutgoingSpan.spans(of: trace, withContents: true).isEmpty)
    }

    @Test(arguments: [
        ("{}", 0), ("", 0), ("<html>", 0), (#"{"partialSuccess":{}}"#, 0),
        (#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}"#, 3),
        (#"{"partialSuccess":{"rejectedSpans":2}}"#, 2), (#"{"partialSuccess":{"rejectedSpans":"-1"}}"#, 0),
    ])
    func `a collector's answer tells what it didn't take`(answer: String, count: Int) {
        #expect(OTLPTraces.rejected(in: Array(answer.utf8)) == count)
    }

    private func json(_ span: OutgoingSpan) throws -> JSONValue {
        let body = try JSONValue(parsing: OTLPTraces.body([span], service: "fte", version: "1"))
        return try #require(body["resourceSpans"]?[0]?["scopeSpans"]?[0]?["spans"]?[0])
    }
}
