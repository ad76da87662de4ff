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

    /// - Parameters:
    ///   - id: of a run that is resumed; `nil` for a new one. `startedAt` and `origin` are then of the first time.
    ///   - random: Gives 64 random bits, not all zero; ids are made of them.
    package init(
        id: TraceID? = nil, groupID: String, startedAt: Date, origin: ContinuousClock.Instant,
        random: @escaping @Sendable () -> UInt64 = { .random(in: 1 ... .max) }
    ) {
        self.id = id ?? TraceID(high: random(), low: random())
        self.groupID = groupID
        self.startedAt = startedAt
        self.origin = origin
        self.random = random
    }

    /// The trace of a run that was interrupted, at the time it was begun.
    package init(
        resuming start: RunStart, groupID: String, at date: Date, clock: any RunClock,
        random: @escaping @Sendable () -> UInt64 = { .random(in: 1 ... .max) }
    ) {
        self.init(
            id: start.traceID, groupID: groupID, startedAt: start.startedAt,
            origin: clock.now - .seconds(max(0, date.timeIntervalSince(start.startedAt))), random: random)
    }

    /// Adds a span that has ended. A parent that began later, since its run was resumed, then began with it.
    @discardableResult
    package mutating func record(
        _ kind: RunSpan.Kind, _ name: String, parent: SpanID? = nil, from start: ContinuousClock.Instant,
        to end: ContinuousClock.Instant, attributes: JSONObject = [:], error: String? = nil
    ) -> SpanID {
        let id = makeSpanID()
        if let parent, let index = spans.lastIndex(where: { $0.id == parent }), start - origin < spans[index].start {
            spans[index].start = start - origin
        }
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

    /// Adds the spans of another trace that measured by the same clock.
    package mutating func add(_ other: Trace) {
        for span in other.spans { append(span, under: nil, shiftedBy: other.origin - origin) }
    }

    /// Adds spans of another trace that measured by the same clock and began at `start`.
    mutating func adopt(_ others: [RunSpan], under parent: SpanID, from start: ContinuousClock.Instant) {
        for span in others { append(span, under: parent, shiftedBy: start - origin) }
    }

    private mutating func append(_ span: RunSpan, under parent: SpanID?, shiftedBy shift: Duration) {
        spans.append(
            RunSpan(
                id: span.id, parent: span.parent ?? parent, kind: span.kind, name: span.name, start: span.start + shift,
                duration: span.duration, attributes: span.attributes, error: span.error))
    }

    func offset(of instant: ContinuousClock.Instant) -> Duration { instant - origin }
    func instant(at offset: Duration) -> ContinuousClock.Instant { origin + offset }

    func makeSpanID() -> SpanID { SpanID(bits: random()) }
}
