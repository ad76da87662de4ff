/// What other threads ask of a loop: to run a job of a task, or to do something to its connections.
final class Mailbox: Sendable {
    enum Letter {
        case job(UnownedJob)
        case action(@Sendable () -> Void)
    }

    private struct State {
        var letters: [Letter] = []
        var isLoopWaiting = false
        var isClosed = false
    }

    private let state = Guarded(State())

    enum Delivery {
        case delivered
        /// The loop waits: wake it.
        case needsWakeUp
        /// The loop has ended.
        case refused
    }

    func post(_ letter: Letter) -> Delivery {
        state.withLock { state in
            guard !state.isClosed else { return .refused }
            state.letters.append(letter)
            guard state.isLoopWaiting else { return .delivered }
            state.isLoopWaiting = false
            return .needsWakeUp
        }
    }

    /// Called before the loop waits. `false`: there are letters, it must not.
    func prepareToWait() -> Bool {
        state.withLock { state in
            state.isLoopWaiting = state.letters.isEmpty
            return state.isLoopWaiting
        }
    }

    /// Swaps the letters for an empty array, whose storage is used again.
    func take(into letters: inout [Letter]) {
        state.withLock { state in
            state.isLoopWaiting = false
            swap(&state.letters, &letters)
        }
    }

    /// - Returns: `false`, and stays open, while there are letters.
    func close() -> Bool {
        state.withLock { state in
            state.isClosed = state.letters.isEmpty
            return state.isClosed
        }
    }
}
