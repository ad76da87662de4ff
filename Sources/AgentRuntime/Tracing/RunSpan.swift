package import Formats

/// A stretch of time in a run: who worked on what, for how long, and what came of it.
package struct RunSpan: Sendable {
    package enum Kind: String, Sendable {
        case agent, generation, tool, guardrail, handoff
        /// The host's own, such as the analysis of a message.
        case custom
    }

    package let id: SpanID
    package let parent: SpanID?
    package let kind: Kind
    package let name: String
    /// Since the trace's start.
    package internal(set) var start: Duration
    package internal(set) var duration: Duration
    package internal(set) var attributes: JSONObject
    /// `nil` when all went well.
    package internal(set) var error: String?
}

/// 16 bytes, as in W3C Trace Context.
package struct TraceID: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    /// 32 lower-case digits.
    package var hex: String { high.hex + low.hex }

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Of 32 hexadecimal digits.
    package init?(hex: String) {
        guard hex.utf8.count == 32, let high = UInt64(hex.prefix(16), radix: 16),
            let low = UInt64(hex.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

/// 8 bytes, as in W3C Trace Context.
package struct SpanID: Hashable, Sendable {
    package let bits: UInt64

    /// 16 lower-case digits.
    package var hex: String { bits.hex }
}

extension UInt64 {
    fileprivate var hex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
