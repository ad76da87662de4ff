import FoundationEssentials
import Synchronization
import Telemetry
import Testing

@Suite final class TracerTests: Sendable {
    private let buffer = SpanBuffer(capacity: 3)
    private let clock = Atomic<Int>(100)

    private var tracer: Tracer {
        Tracer(
            record: { [buffer] in buffer.append($0) },
            now: { [self] in Date(timeIntervalSince1970: Double(clock.load(ordering: .relaxed))) })
    }

    @Test func `a span below another shares its trace and names it as parent`() {
        let outer = tracer.begin("POST /support/submit", kind: .server)
        clock.store(101, ordering: .relaxed)
        let inner = tracer.begin("commit", parent: outer.context, attributes: ["rows": 3])
        clock.store(104, ordering: .relaxed)
        tracer.end(inner)
        tracer.end(outer)

        let spans = buffer.takeAll()

        #expect(spans.map(\.name) == ["commit", "POST /support/submit"])
        #expect(spans[0].context.traceID == spans[1].context.traceID)
        #expect(spans[0].parent == spans[1].context.spanID)
        #expect(spans[1].parent == nil)
        #expect(spans[0].end?.timeIntervalSince(spans[0].start) == 3)
        #expect(buffer.takeAll().isEmpty)
    }

    @Test func `a caller's trace goes on, and what it did not sample is not kept`() throws {
        let parent = try #require(
            TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", tracestate: "a=1"))
        let span = tracer.begin("x", parent: parent)

        #expect(span.context.traceID == parent.traceID)
        #expect(span.context.state == "a=1")
        tracer.end(span)
        #expect(buffer.takeAll().isEmpty)
    }

    @Test func `an error ends the span with its type and without its text`() async throws {
        struct Refused: Error { let secret = "4111 1111 1111 1111" }
        await #expect(throws: Refused.self) {
            try await tracer.span("tool") { span in
                span.attributes["tool"] = "search"
                throw Refused()
            }
        }

        let span = try #require(buffer.takeAll().first)

        #expect(span.status == .error("Refused"))
        #expect(span.attributes == ["tool": "search"])
        #expect(span.end != nil)
    }

    @Test func `a clock set back gives no span that ends before it began`() throws {
        let span = tracer.begin("x")
        clock.store(50, ordering: .relaxed)
        tracer.end(span)

        let kept = try #require(buffer.takeAll().first)

        #expect(kept.end == kept.start)
    }

    @Test func `a full buffer drops new spans and counts them`() {
        for number in 0..<5 { tracer.end(tracer.begin("span \(number)")) }

        #expect(buffer.takeAll().map(\.name) == ["span 0", "span 1", "span 2"])
        #expect(buffer.dropped == 2)
    }

    @Test func `a span's ids go on the log lines of its work`() {
        let kept = Kept()
        let span = tracer.begin("x")
        Logger(level: .debug, sink: kept.sink).with(span.logMetadata).notice("Working")

        #expect(kept.entries.first?.metadata["trace.id"] == .string(span.context.traceID.description))
        #expect(kept.entries.first?.metadata["span.id"] == .string(span.context.spanID.description))
    }
}
