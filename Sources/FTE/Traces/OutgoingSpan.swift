import Formats
import FoundationEssentials
import SupportDesk
import Telemetry

/// A span on its way to a collector (OpenTelemetry, `Span` of trace/v1).
struct OutgoingSpan: Sendable {
    /// 32 and 16 lower-case hexadecimal digits.
    let traceID: String
    let spanID: String
    let parentID: String?
    let name: String
    /// 1 internal, 2 server, 3 client, 4 producer, 5 consumer.
    let kind: Int
    /// Since 1970.
    let startNanoseconds: Int64
    let endNanoseconds: Int64
    let attributes: [(key: String, value: JSONValue)]
    /// `nil` when all went well.
    let error: String?
}

extension OutgoingSpan {
    /// The spans of one answer, named by the conventions for generative systems (OpenTelemetry, gen-ai).
    ///
    /// - Parameter withContents: whether what was said goes along: tools' arguments and outputs, models' answers. They
    ///   are masked, and still words of customers.
    static func spans(of trace: TraceRecord, withContents: Bool) -> [OutgoingSpan] {
        let began = Int64((trace.startedAt.timeIntervalSince1970 * 1_000_000).rounded()) * 1_000
        let conversation = trace.spans["group_id"] ?? .null
        return (trace.spans["spans"]?.array ?? []).compactMap { span in
            guard let id = span["span_id"]?.string, let name = span["name"]?.string, let kind = span["kind"]?.string,
                let start = span["start_us"]?.integer, let duration = span["duration_us"]?.integer
            else { return nil }
            let attributes = RunAttributes(kind: kind, name: name, conversation, span["attributes"]?.object ?? [:])
            return OutgoingSpan(
                traceID: trace.traceID, spanID: id, parentID: span["parent_id"]?.string,
                name: attributes.spanName, kind: kind == "generation" ? 3 : 1, startNanoseconds: began + start * 1_000,
                endNanoseconds: began + (start + duration) * 1_000,
                attributes: attributes.list(withContents: withContents),
                error: span["error"]?.string.map { withContents ? $0 : "failed" })
        }
    }

    /// A span of a request.
    init(_ span: Span) {
        let kinds: [Span.Kind: Int] = [.internal: 1, .server: 2, .client: 3, .producer: 4, .consumer: 5]
        traceID = span.context.traceID.description
        spanID = span.context.spanID.description
        parentID = span.parent?.description
        name = span.name
        kind = kinds[span.kind] ?? 1
        startNanoseconds = Int64((span.start.timeIntervalSince1970 * 1_000_000).rounded()) * 1_000
        endNanoseconds = Int64(((span.end ?? span.start).timeIntervalSince1970 * 1_000_000).rounded()) * 1_000
        attributes = span.attributes.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
        error = if case .error(let reason) = span.status { reason } else { nil }
    }
}

/// A run's span in the words of the conventions.
private struct RunAttributes {
    let kind: String
    let name: String
    let conversation: JSONValue
    let own: JSONObject

    /// What a customer or a document may have written.
    private static let contents: Set = ["arguments", "output", "info"]
    private static let renamed = [
        "input_tokens": "gen_ai.usage.input_tokens", "output_tokens": "gen_ai.usage.output_tokens",
        "response_id": "gen_ai.response.id", "call_id": "gen_ai.tool.call.id",
    ]

    init(kind: String, name: String, _ conversation: JSONValue, _ own: JSONObject) {
        self.kind = kind
        self.name = name
        self.conversation = conversation
        self.own = own
    }

    private var operation: (name: String, subject: String)? {
        switch kind {
        case "agent": ("invoke_agent", "gen_ai.agent.name")
        case "generation": ("chat", "gen_ai.request.model")
        case "tool": ("execute_tool", "gen_ai.tool.name")
        default: nil
        }
    }

    var spanName: String { operation.map { "\($0.name) \(name)" } ?? "\(kind) \(name)" }

    func list(withContents: Bool) -> [(key: String, value: JSONValue)] {
        var list: [(key: String, value: JSONValue)] = [("gen_ai.conversation.id", conversation)]
        if let operation {
            list.append(("gen_ai.operation.name", .string(operation.name)))
            list.append((operation.subject, .string(name)))
        }
        for (key, value) in own.members where withContents || !Self.contents.contains(key) {
            list.append((Self.renamed[key] ?? "fte.\(key)", value))
        }
        return list
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
