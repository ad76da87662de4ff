import AgentRuntime
import Synchronization

/// Writes down what a run tells its hooks, in the names that the Python package gives to items and events.
final class RunRecorder: RunHooks {
    /// A part of an answer on its way.
    static let part = "raw_response_event"

    let wantsParts: Bool
    private let state = Mutex((items: [String](), events: [String]()))

    init(wantsParts: Bool) { self.wantsParts = wantsParts }

    var items: [String] { state.withLock { $0.items } }
    var events: [String] { state.withLock { $0.events } }

    func agentStarted(_ agent: String) async {
        state.withLock { $0.events.append("agent_updated_stream_event") }
    }

    func modelDelivered(_ part: ModelEvent) async {
        state.withLock { $0.events.append(Self.part) }
    }

    func added(_ item: RunItem) async {
        let (kind, event) =
            switch item {
            case .message: ("message_output_item", "message_output_created")
            case .reasoning: ("reasoning_item", "reasoning_item_created")
            case .toolCalled: ("tool_call_item", "tool_called")
            case .handoffRequested: ("handoff_call_item", "handoff_requested")
            case .toolAnswered: ("tool_call_output_item", "tool_output")
            case .handedOff: ("handoff_output_item", "handoff_occured")
            }
        state.withLock { state in
            state.items.append(kind)
            state.events.append(event)
        }
    }
}
