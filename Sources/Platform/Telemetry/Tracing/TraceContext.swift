/// A span's place among others, as it travels between programs (W3C Trace Context, Recommendation, level 1).
package struct TraceContext: Hashable, Sendable {
    package let traceID: TraceID
    package let spanID: SpanID
    package let isSampled: Bool
    /// What other tracing systems added (`tracestate`), passed on as it came; empty when there was none.
    package let state: String

    package init(traceID: TraceID, spanID: SpanID, isSampled: Bool = true, state: String = "") {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
    }

    /// Reads the two headers. Nil means: begin a new trace; a request is never refused for it.
    /// A malformed `tracestate` is dropped and the parent kept.
    package init?(traceparent: String, tracestate: String? = nil) {
        let bytes = Array(HeaderText.trimmed(traceparent))
        // version "-" trace-id "-" parent-id "-" flags
        guard bytes.count >= 55, [2, 35, 52].allSatisfy({ bytes[$0] == 0x2D }),
            let version = LowerHex.value(bytes[0..<2]), version != 0xFF,
            let flags = LowerHex.value(bytes[53..<55]),
            bytes.count == 55 || (version > 0 && bytes[55] == 0x2D),
            let traceID = TraceID(String(decoding: bytes[3..<35], as: UTF8.self)),
            let spanID = SpanID(String(decoding: bytes[36..<52], as: UTF8.self))
        else { return nil }
        let state = tracestate.map { String(decoding: Array(HeaderText.trimmed($0)), as: UTF8.self) } ?? ""
        self.init(
            traceID: traceID, spanID: spanID, isSampled: flags & 1 == 1,
            state: TraceState.isValid(state) ? state : "")
    }

    /// The header for a call made within this span.
    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}
