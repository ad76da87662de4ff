package import Formats

package import struct FoundationEssentials.Date

/// What happened while one message was answered, as a tree of spans. Top-level spans have no parent.
package struct Trace: Sendable {
    package let id: TraceID
    /// The conversation: all runs of one conversation share it.
    package let groupID: String
    package let startedAt: Date
    package internal(set) var spans: [RunSpan] = []

    /// The instant of `startedAt` on the clock that measures the spans.
    let origin: ContinuousClock.Instant
    private let random: @Sendable () -> UInt64

    /// - Parameter random: 64 random bits; ids are made of them.
    package init(
        groupID: String, startedAt: Date, origin: ContinuousClock.Instant,
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
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
        let id = SpanID(bits: random())
        spans.append(
            RunSpan(
                id: id, parent: parent, kind: kind, name: name, start: start - origin, duration: end - start,
                attributes: attributes, error: error))
        return id
    }
}

package struct RunSpan: Sendable {
    package enum Kind: String, Sendable {
        case agent, generation, tool
        /// The host's own, such as the analysis of a message.
        case custom
    }

    package let id: SpanID
    package let parent: SpanID?
    package let kind: Kind
    package let name: String
    /// Since the trace's start.
    package let start: Duration
    package internal(set) var duration: Duration
    package internal(set) var attributes: JSONObject
    package internal(set) var error: String?
}

/// 16 bytes, as in W3C Trace Context.
package struct TraceID: Hashable, Sendable {
    let high: UInt64
    let low: UInt64
}

/// 8 bytes, as in W3C Trace Context.
package struct SpanID: Hashable, Sendable {
    let bits: UInt64
}
