package import FoundationEssentials

/// Begins and ends spans, and hands the ended ones that are sampled to whoever keeps them.
package struct Tracer: Sendable {
    private let record: @Sendable (Span) -> Void
    private let now: @Sendable () -> Date

    /// - Parameter record: called on the thread that ended the span, so it is quick and never waits.
    package init(record: @escaping @Sendable (Span) -> Void, now: @escaping @Sendable () -> Date = { Date() }) {
        self.record = record
        self.now = now
    }

    /// A tracer that keeps nothing. Its spans still carry ids.
    package static let silent = Tracer(record: { _ in })

    /// Begins a span below `parent`, or a new trace. A new trace is sampled.
    package func begin(
        _ name: String, kind: Span.Kind = .internal, parent: TraceContext? = nil,
        attributes: [String: MetadataValue] = [:]
    ) -> Span {
        let context = TraceContext(
            traceID: parent?.traceID ?? .random(), spanID: .random(), isSampled: parent?.isSampled ?? true,
            state: parent?.state ?? "")
        return Span(
            context: context, parent: parent?.spanID, name: name, kind: kind, start: now(), attributes: attributes)
    }

    package func end(_ span: consuming Span) {
        guard span.context.isSampled else { return }
        span.finish(at: now())
        record(span)
    }
}
