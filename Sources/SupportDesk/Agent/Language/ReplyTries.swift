import Synchronization

/// How often a language model's reply was found to say what it must not. The first time it hears why and may write
/// another; the second time the run ends, and the built-in model answers.
final class ReplyTries: Sendable {
    private let count = Mutex(0)

    /// - Returns: whether there is another try.
    func failed() -> Bool {
        count.withLock { count in
            count += 1
            return count < 2
        }
    }
}
