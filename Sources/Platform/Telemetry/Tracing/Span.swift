package import FoundationEssentials

/// One piece of work in a trace: who caused it, when it ran, what came of it.
package struct Span: Equatable, Sendable {
    /// Its role between programs (OpenTelemetry's span kinds).
    package enum Kind: String, Sendable {
        case `internal`, server, client, producer, consumer
    }

    package enum Status: Equatable, Sendable {
        case unset
        case ok
        /// Why it failed, in words of a fixed set; no personal data.
        case error(String)
    }

    package let context: TraceContext
    package let parent: SpanID?
    package let name: String
    package let kind: Kind
    package let start: Date
    /// Nil while it runs.
    package fileprivate(set) var end: Date?
    package var attributes: [String: MetadataValue]
    package var status: Status = .unset

    package init(
        context: TraceContext, parent: SpanID?, name: String, kind: Kind, start: Date,
        attributes: [String: MetadataValue] = [:]
    ) {
        self.context = context
        self.parent = parent
        self.name = name
        self.kind = kind
        self.start = start
        self.attributes = attributes
    }

    /// Ends it, not before it began, should the clock have been set back.
    package mutating func finish(at time: Date) { end = max(start, time) }

    /// What ties a log line to this span.
    package var logMetadata: [String: MetadataValue] {
        ["trace.id": .string(context.traceID.description), "span.id": .string(context.spanID.description)]
    }
}
