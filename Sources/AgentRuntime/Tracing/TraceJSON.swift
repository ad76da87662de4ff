package import Formats
import FoundationEssentials

/// The stored form:
///
///     {"trace_id": "<32 hex>", "group_id": "…", "started_at": "2025-01-31T12:00:00.000Z", "spans": [
///         {"span_id": "<16 hex>", "parent_id": "<16 hex>" | null,
///          "kind": "agent" | "generation" | "tool" | "guardrail" | "handoff" | "custom", "name": "…",
///          "start_us": 0, "duration_us": 0, "attributes": {…}, "error": "…" | null}, …]}
extension Trace {
    /// - Parameter mask: Every text of a span passes through it: what is stored and exported is no place for a card number.
    package func json(mask: (String) -> String) -> JSONValue {
        [
            "trace_id": .string(id.hex), "group_id": .string(groupID),
            "started_at": .string(startedAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "spans": .array(spans.map { $0.json(mask: mask) }),
        ]
    }
}

extension RunSpan {
    fileprivate func json(mask: (String) -> String) -> JSONValue {
        [
            "span_id": .string(id.hex), "parent_id": parent.map { .string($0.hex) } ?? .null,
            "kind": .string(kind.rawValue), "name": .string(mask(name)), "start_us": .integer(start.microseconds),
            "duration_us": .integer(duration.microseconds),
            "attributes": JSONValue.object(attributes).masked(by: mask),
            "error": error.map { .string(mask($0)) } ?? .null,
        ]
    }
}

extension JSONValue {
    fileprivate func masked(by mask: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): return .string(mask(text))
        case .array(let values): return .array(values.map { $0.masked(by: mask) })
        case .object(let object):
            var masked = JSONObject()
            for (key, value) in object.members { masked[mask(key)] = value.masked(by: mask) }
            return .object(masked)
        case .null, .bool, .integer, .number: return self
        }
    }
}
