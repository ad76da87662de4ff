package import Formats

package import struct FoundationEssentials.Date

/// What happened while a message was answered, as a tree of spans. Top-level spans have no parent.
package struct Trace: Sendable {
    package let id: TraceID
    /// The conversation: all runs of one conversation share it.
    package let groupID: String
    package let startedAt: Date
    /// In the order in which they were begun or recorded; a parent stands before its children.
    package private(set) var spans: [RunSpan] = []

    /// The instant of `startedAt` on the clock that measures the spans.
    private let origin: ContinuousClock.Instant
    private let random: @Sendable () -> UInt64

    /// - Parameter random: Gives 64 random bits, not all zero; ids are made of them.
    package init(
        groupID: String, startedAt: Date, origin: ContinuousClock.Instant,
        random: @escaping @Sendable () -> UInt64 = { .random(in: 1 ... .max) }
    ) {
        self.id = TraceID(high: random(), low: random())
        self.groupID = groupID
        self.startedAt = startedAt
        self.origin = origin
        self.random = random
    }

    /// Adds a span that has ended.
    @discardableResult
    package mutating func record(
        _ kind: RunSpan.Kind, _ name: String, parent: SpanID? = nil, from start: ContinuousClock.Instant,
        to end: ContinuousClock.Instant, attributes: JSONObject = [:], error: String? = nil
    ) -> SpanID {
        let id = makeSpanID()
        spans.append(
            RunSpan(
                id: id, parent: parent, kind: kind, name: name, start: start - origin, duration: end - start,
                attributes: attributes, error: error))
        return id
    }

    /// Adds a span whose end is not known yet. Whoever opens it closes it before the trace leaves the runtime.
    mutating func open(_ kind: RunSpan.Kind, _ name: String, at now: ContinuousClock.Instant) -> SpanID {
        record(kind, name, from: now, to: now)
    }

    mutating func close(_ id: SpanID, at now: ContinuousClock.Instant, attributes: JSONObject, error: String?) {
        guard let index = spans.firstIndex(where: { $0.id == id }) else { return }
        spans[index].duration = now - origin - spans[index].start
        spans[index].attributes = attributes
        spans[index].error = error
    }

    func makeSpanID() -> SpanID { SpanID(bits: random()) }
}
