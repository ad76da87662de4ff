import AgentRuntime
import Synchronization

/// Hands an answer's parts on, and knows whether there was one: from then on no other answer may begin.
final class Delivery: Sendable {
    private let sink: ModelEventSink?
    private let started = Mutex(false)

    init(_ sink: ModelEventSink?) { self.sink = sink }

    var isWanted: Bool { sink != nil }
    var hasStarted: Bool { started.withLock { $0 } }

    /// The first part is announced by `ModelEvent.began`, unless that is the part.
    func deliver(_ event: ModelEvent) async {
        guard let sink else { return }
        let isFirst = started.withLock { started in
            defer { started = true }
            return !started
        }
        if isFirst, event != .began { await sink(.began) }
        await sink(event)
    }
}
