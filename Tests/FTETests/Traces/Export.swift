import AgentRuntime
import Formats
import FoundationEssentials
import SupportDesk
import Synchronization
import Telemetry

@testable import fte

/// An exporter at work, with a collector and a time of its own.
final class Export: Sendable {
    let collector: StandInCollector
    let clock = VirtualClock()
    let exporter: TraceExporter
    private let metrics = Metrics()
    private let lines = Lines()

    private final class Lines: Sendable {
        let entries = Mutex<[LogEntry]>([])
    }

    init(_ collector: StandInCollector, _ settings: TraceExporter.Settings = TraceExporter.Settings()) {
        self.collector = collector
        let client = CollectorClient(
            endpoint: "http://collector.example:4318", headers: [("x-key", "secret")], version: "1", clock: clock,
            random: { 1 }, call: collector.answer)
        let lines = lines
        exporter = TraceExporter(
            settings, collector: client, metrics: metrics,
            logger: Logger(
                level: .debug, sink: LogSink { entry in lines.entries.withLock { $0.append(entry) } }))
    }

    var log: [LogEntry] { lines.entries.withLock { $0 } }
    var exported: String? { count("fte_spans_exported_total") }
    var dropped: String? { count("fte_spans_dropped_total") }

    private func count(_ metric: String) -> String? {
        metrics.prometheusText().split(separator: "\n").first { $0.hasPrefix(metric + " ") }
            .map { String($0.dropFirst(metric.utf8.count + 1)) }
    }

    func add(_ count: Int) { for number in 0..<count { exporter.add(.sample(number)) } }

    /// Runs the exporter beside `body`, and stops it afterwards.
    func run(_ body: () async throws -> Void) async rethrows {
        let running = Task { await exporter.run() }
        do {
            try await body()
        } catch {
            running.cancel()
            await running.value
            throw error
        }
        running.cancel()
        await running.value
    }

    /// Lets the interval pass, once the exporter waits for it.
    func tick() async {
        await clock.alarms(atLeast: 1)
        clock.advance(by: .seconds(2))
    }
}

extension Span {
    static let noon = Date(timeIntervalSince1970: 1_795_251_600)

    /// A request's span.
    static func sample(_ number: Int = 0, status: Int = 200) -> Span {
        let ids = TraceContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01")
        var span = Span(
            context: ids!, parent: nil, name: "request", kind: .server, start: noon,
            attributes: [
                "method": "GET", "route": "/support/ticket/{id}", "status": .int(status), "number": .int(number),
            ])
        span.finish(at: noon + 0.25)
        return span
    }
}

extension TraceRecord {
    /// Of one answer: a search, a failed call of a tool that isn't there, and what a model said.
    static let sample = TraceRecord(
        traceID: "0af7651916cd43dd8448eb211c80319c", startedAt: Span.noon, duration: .seconds(1),
        spans: [
            "trace_id": "0af7651916cd43dd8448eb211c80319c", "group_id": "conversation-1",
            "spans": [
                [
                    "span_id": "00000000000000a1", "parent_id": nil, "kind": "agent", "name": "support", "start_us": 10,
                    "duration_us": 900, "attributes": ["ending": "final_output", "tools": ["search", "send"]],
                    "error": nil,
                ],
                [
                    "span_id": "00000000000000a2", "parent_id": "00000000000000a1", "kind": "generation",
                    "name": "chain", "start_us": 20, "duration_us": 300,
                    "attributes": [
                        "input_tokens": 120, "output_tokens": 30, "response_id": "r-1",
                        "metadata": ["model": "small-model", "evidence": ["unknown_words": ["Secretman"]]],
                        "output": [["type": "message", "role": "assistant", "content": "Dear Mr Secretman"]],
                    ], "error": nil,
                ],
                [
                    "span_id": "00000000000000a3", "parent_id": "00000000000000a1", "kind": "tool", "name": "search",
                    "start_us": 400, "duration_us": 100,
                    "attributes": [
                        "call_id": "call_1", "effect": "read", "arguments": #"{"query": "Mr Secretman's invoice"}"#,
                        "output": "Secretman owes", "surprise": "Secretman again",
                    ], "error": nil,
                ],
                [
                    "span_id": "00000000000000a4", "parent_id": "00000000000000a1", "kind": "tool",
                    "name": "write_to_Secretman", "start_us": 500, "duration_us": 0,
                    "attributes": ["call_id": "call_2"], "error": "no tool write_to_Secretman",
                ],
            ],
        ])
}
