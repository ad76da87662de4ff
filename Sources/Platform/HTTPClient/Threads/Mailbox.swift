/// What other threads ask of the loop.
final class Mailbox: Sendable {
    enum Letter {
        case start(Call)
        /// A name that it waited for is known.
        case proceed(Call)
        /// Its body's reader has room again.
        case resume(Call)
        /// It has failed already; its connection is to go.
        case abandon(Call)
        case checkLimits(CheckedContinuation<Void, Never>)
        case stop
    }

    enum Delivery {
        case delivered
        /// The loop waits: wake it.
        case needsWakeUp
        /// The loop has ended.
        case refused
    }

    private struct State {
        var letters: [Letter] = []
        var isLoopWaiting = false
        var isClosed = false
    }

    private let state = Locked(State())

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

    /// Takes no more letters.
    ///
    /// - Returns: those that are left.
    func close() -> [Letter] {
        state.withLock { state in
            state.isClosed = true
            defer { state.letters = [] }
            return state.letters
        }
    }
}
