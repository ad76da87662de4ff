import AgentRuntime
import Formats
import Synchronization

/// A system that isn't the host's: it carries out charges at once, and counts how often each was asked for.
final class OutsideWorld: Sendable {
    enum Sight: CaseIterable { case clear, blurred }

    private let counts: Mutex<[String: Int]>
    private let sight: Sight

    /// - Parameter done: idempotency keys of charges that were made before.
    init(done: Set<String> = [], sight: Sight = .clear) {
        counts = Mutex(Dictionary(uniqueKeysWithValues: done.map { ($0, 1) }))
        self.sight = sight
    }

    var charges: [String: Int] { counts.withLock { $0 } }

    /// Opens no ticket and sends nothing: it charges, outside.
    func chargeTool(approval: Approval<TextInput, Desk> = .never) -> Tool<Desk> {
        Tool(
            "charge", "Charges the customer.", effect: .irreversible,
            reach: .outside { _, call in
                guard self.sight == .clear else { return .unknown }
                return self.charges[call.idempotencyKey] == nil ? .didNotHappen : .happened(Self.result(call))
            }, approval: approval, input: TextInput.schema
        ) { _, call in
            self.counts.withLock { $0[call.idempotencyKey, default: 0] += 1 }
            return Self.result(call)
        }
    }

    private static func result(_ call: ToolContext<Desk>) -> ToolResult<Desk> {
        let id = call.callID
        return ToolResult(["charged": .string(id)]) { $0.log.append("charged \(id)") }
    }
}
