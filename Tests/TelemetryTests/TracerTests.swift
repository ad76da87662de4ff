import FoundationEssentials
import Synchronization
import Telemetry
import Testing

@Suite final class TracerTests: Sendable {
    private let ended = Mutex<[Span]>([])
    private let clock = Atomic<Int>(100)

    private var tracer: Tracer {
        Tracer(
            record: { [self] span in ended.withLock { $0.append(span) } },
            now: { [self] in Date(timeIntervalSince1970: Double(clock.load(ordering: .relaxed))) })
    }

    @Test func `a span below another shares its trace and names it as parent`() {
        let outer = tracer.begin("POST /support/submit", kind: .server)
        clock.store(101, ordering: .relaxed)
        let inner = tracer.begin("commit", parent: outer.context, attributes: ["rows": 3])
        clock.store(104, ordering: .relaxed)
        tracer.end(inner)
        tracer.end(outer)

        let spans = ended.withLock { $0 }

        #expect(spans.map(\.name) == ["commit", "POST /support/submit"])
        #expect(spans[0].context.traceID == spans[1].context.traceID)
        #expect(spans[0].parent == spans[1].context.spanID)
        #expect(spans[1].parent == nil)
        #expect(spans[0].end?.timeIntervalSince(spans[0].start) == 3)
    }

    @Test func `a caller's trace goes on, and what it did not sample is not kept`() throws {
        let parent = try #require(
            TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", tracestate: "a=1"))
        let span = tracer.begin("x", parent: parent)

        #expect(span.context.traceID == parent.traceID)
        #expect(span.context.state == "a=1")
        tracer.end(span)
        #expect(ended.withLock { $0 }.isEmpty)
    }

    @Test func `a clock set back gives no span that ends before it began`() throws {
        let span = tracer.begin("x")
        clock.store(50, ordering: .relaxed)
        tracer.end(span)

        let kept = try #require(ended.withLock { $0 }.first)

        #expect(kept.end == kept.start)
    }

    @Test func `a span's ids go on the log lines of its work`() {
        let kept = Kept()
        let span = tracer.begin("x")
        Logger(level: .debug, sink: kept.sink).with(span.logMetadata).notice("Working")

        #expect(kept.entries.first?.metadata["trace.id"] == .string(span.context.traceID.description))
        #expect(kept.entries.first?.metadata["span.id"] == .string(span.context.spanID.description))
    }
}
