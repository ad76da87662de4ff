import Synchronization

/// Holds the text of an answer back until it may be seen.
///
/// Where the agent's output is guarded, that is once the final output has passed, and never for what is said beside tool
/// calls. Otherwise it is as soon as the input has passed.
final class TextGate: Sendable {
    private let isOpen: Bool
    private let watch: GuardrailWatch?
    private let hooks: HookList
    private let held = Mutex("")

    /// - Parameter isOpen: whether the text may be seen before it is whole.
    init(isOpen: Bool, watch: GuardrailWatch?, hooks: HookList) {
        self.isOpen = isOpen
        self.watch = watch
        self.hooks = hooks
    }

    func deliver(_ part: ModelEvent) async {
        guard case .text(let text) = part else { return await hooks.tell { await $0.modelDelivered(part) } }
        guard isOpen, hasInputPassed else { return held.withLock { $0 += text } }
        await open(followedBy: text)
    }

    /// Lets go of what was held.
    func open(followedBy more: String = "") async {
        let text = held.withLock { held in
            defer { held = "" }
            return held + more
        }
        if !text.isEmpty { await hooks.tell { await $0.modelDelivered(.text(text)) } }
    }

    private var hasInputPassed: Bool {
        guard let watch else { return true }
        if case .passed? = watch.decision { return true }
        return false
    }
}
