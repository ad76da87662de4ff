/// Ended spans that wait to be stored. When it is full, new ones are dropped and counted: tracing never slows the work.
package final class SpanBuffer: Sendable {
    private struct State {
        var spans: [Span] = []
        var dropped = 0
    }

    private let capacity: Int
    private let state = Lock(State())

    package init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    package func append(_ span: Span) {
        state.withLock { state in
            if state.spans.count < capacity { state.spans.append(span) } else { state.dropped += 1 }
        }
    }

    /// Takes all that wait, in the order in which they ended.
    package func takeAll() -> [Span] {
        state.withLock { state in
            defer { state.spans = [] }
            return state.spans
        }
    }

    /// How many were dropped since the start.
    package var dropped: Int { state.withLock { $0.dropped } }
}
