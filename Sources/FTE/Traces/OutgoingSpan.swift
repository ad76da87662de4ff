import Formats
import FoundationEssentials
import SupportDesk
import Telemetry

/// A span on its way to a collector (OpenTelemetry, `Span` of trace/v1).
struct OutgoingSpan: Sendable {
    /// By their numbers on the wire.
    enum Kind: Int, Sendable {
        case `internal` = 1
        case server, client, producer, consumer
    }

    /// Of one text among the attributes, in UTF-8; the rest is cut off before it takes room in the queue.
    static let longestText = 8_192

    /// 32 and 16 lower-case hexadecimal digits.
    let traceID: String
    let spanID: String
    let parentID: String?
    let name: String
    let kind: Kind
    /// Since 1970.
    let startNanoseconds: Int64
    let endNanoseconds: Int64
    /// None is null.
    let attributes: [(key: String, value: JSONValue)]
    /// `nil` when all went well.
    let error: String?
}

extension OutgoingSpan {
    /// The spans of one answer, named by the conventions for generative systems (OpenTelemetry, gen-ai).
    ///
    /// - Parameter withContents: whether what was said goes along: tools' arguments and outputs, models' answers, texts
    ///   of errors. They are masked, and still words of customers.
    static func spans(of trace: TraceRecord, withContents: Bool) -> [OutgoingSpan] {
        let began = nanoseconds(of: trace.startedAt)
        let conversation = trace.spans["group_id"] ?? .null
        return (trace.spans["spans"]?.array ?? []).compactMap { span in
            guard let id = span["span_id"]?.string, let name = span["name"]?.string, let kind = span["kind"]?.string,
                let start = span["start_us"]?.integer, let duration = span["duration_us"]?.integer
            else { return nil }
            let attributes = RunAttributes(
                kind: kind, name: name, conversation: conversation, own: span["attributes"]?.object ?? [:],
                withContents: withContents)
            return OutgoingSpan(
                traceID: trace.traceID, spanID: id, parentID: span["parent_id"]?.string, name: attributes.spanName,
                kind: kind == "generation" ? .client : .internal, startNanoseconds: began + start * 1_000,
                endNanoseconds: began + (start + max(duration, 0)) * 1_000, attributes: Self.bounded(attributes.list),
                error: span["error"]?.string.map { withContents ? $0.cut : "failed" })
        }
    }

    /// A span of a request, named by the conventions for HTTP servers.
    init(_ span: Span) {
        let kinds: [Span.Kind: Kind] = [.server: .server, .client: .client, .producer: .producer, .consumer: .consumer]
        let named = [
            "method": "http.request.method", "route": "http.route", "status": "http.response.status_code",
        ]
        traceID = span.context.traceID.description
        spanID = span.context.spanID.description
        parentID = span.parent?.description
        kind = kinds[span.kind] ?? .internal
        if case .string(let method) = span.attributes["method"], case .string(let route) = span.attributes["route"] {
            name = "\(method) \(route)"
        } else {
            name = span.name
        }
        startNanoseconds = Self.nanoseconds(of: span.start)
        endNanoseconds = Self.nanoseconds(of: span.end ?? span.start)
        attributes = Self.bounded(
            span.attributes.sorted { $0.key < $1.key }.map { (named[$0.key] ?? $0.key, JSONValue($0.value)) })
        error =
            switch (span.status, span.attributes["status"]) {
            case (.error(let reason), _): reason
            case (_, .int(let status)) where status >= 500: "\(status)"
            default: nil
            }
    }

    private static func nanoseconds(of date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) * 1_000
    }

    private static func bounded(_ list: [(key: String, value: JSONValue)]) -> [(key: String, value: JSONValue)] {
        list.compactMap { key, value in
            switch value {
            case .null: nil
            case .string(let text): (key, .string(text.cut))
            case .integer, .number, .bool: (key, value)
            case .array, .object:
                value.text.utf8.count > longestText ? (key, .string(value.text.cut)) : (key, value)
            }
        }
    }
}

extension String {
    /// At most as long as an attribute may be, without half a character.
    fileprivate var cut: String {
        guard utf8.count > OutgoingSpan.longestText else { return self }
        // A range of a string is rounded down to whole Unicode scalars.
        return String(self[..<utf8.index(startIndex, offsetBy: OutgoingSpan.longestText)])
    }
}

extension JSONValue {
    fileprivate init(_ value: MetadataValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .int(let number): self = .integer(Int64(number))
        case .double(let number): self = .number(number)
        case .bool(let truth): self = .bool(truth)
        case .uuid(let id): self = .string(id.uuidString.lowercased())
        case .duration(let duration): self = .number(duration / .seconds(1))
        }
    }
}
