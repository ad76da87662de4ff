import Synchronization

/// Holds the parts of an answer back until they may be seen: until the input has passed. A guarded agent's text is
/// dropped here, since only the whole of it can pass.
final class TextGate: Sendable {
    private struct State {
        var held: [ModelEvent] = []
        var hasText = false
    }

    private let isGuarded: Bool
    private let watch: GuardrailWatch?
    private let hooks: HookList
    private let state = Mutex(State())

    /// - Parameters:
    ///   - isGuarded: whether the agent has output guardrails.
    ///   - watch: The input guardrails that have not decided yet.
    init(isGuarded: Bool, watch: GuardrailWatch?, hooks: HookList) {
        self.isGuarded = isGuarded
        self.watch = watch
        self.hooks = hooks
    }

    func deliver(_ part: ModelEvent) async {
        switch part {
        case .began, .reasoning: return await hooks.tell { await $0.modelDelivered(part) }
        case .text, .refusal:
            if isGuarded { return }
        case .arguments: break
        }
        state.withLock { state in
            if case .text = part { state.hasText = true }
            state.held.append(part)
        }
        if hasInputPassed { await open() }
    }

    /// The answer is whole: its text is delivered now, if its model has delivered none of it.
    func end(_ response: ModelResponse) async {
        if !isGuarded, !state.withLock(\.hasText) {
            for case .message(let message) in response.output where !message.text.isEmpty {
                await deliver(.text(message.text))
            }
        }
        if hasInputPassed { await open() }
    }

    /// Lets go of what was held.
    func open() async {
        let held = state.withLock { state in
            defer { state.held = [] }
            return state.held
        }
        for part in held { await hooks.tell { await $0.modelDelivered(part) } }
    }

    private var hasInputPassed: Bool {
        guard let watch else { return true }
        if case .passed? = watch.decision { return true }
        return false
    }
}
