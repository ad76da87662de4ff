import Synchronization

/// Hands events from a run to its reader, a few at a time: who sends waits while it is full, who reads while it is empty.
final class EventChannel<Event: Sendable>: Sendable {
    private struct State {
        var events: ArraySlice<Event> = []
        var senders: ArraySlice<CheckedContinuation<Void, Never>> = []
        var readers: ArraySlice<CheckedContinuation<Event?, Never>> = []
        var isFinished = false
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: how many events wait for the reader without the sender waiting too; 0 makes it wait for
    ///   every one.
    init(capacity: Int) { self.capacity = capacity }

    /// Returns once the event is read or has a place to wait in. After ``finish()`` it is dropped.
    ///
    /// Being cancelled doesn't shorten the wait: what a cancelled run has to say is wanted as well.
    func send(_ event: Event) async {
        await withCheckedContinuation { sender in
            let waking = state.withLock { state -> (() -> Void)? in
                if state.isFinished { return { sender.resume() } }
                if let reader = state.readers.popFirst() {
                    return {
                        reader.resume(returning: event)
                        sender.resume()
                    }
                }
                state.events.append(event)
                if state.events.count <= capacity { return { sender.resume() } }
                state.senders.append(sender)
                return nil
            }
            waking?()
        }
    }

    /// The next event; `nil` once it is finished and all are read.
    func next() async -> Event? {
        await withCheckedContinuation { reader in
            let waking = state.withLock { state -> (() -> Void)? in
                if let event = state.events.popFirst() {
                    let sender = state.senders.popFirst()
                    return {
                        sender?.resume()
                        reader.resume(returning: event)
                    }
                }
                if state.isFinished { return { reader.resume(returning: nil) } }
                state.readers.append(reader)
                return nil
            }
            waking?()
        }
    }

    /// Nothing more will come, or nobody will read. Nobody waits any longer.
    func finish() {
        let waiting = state.withLock { state in
            defer {
                state.isFinished = true
                state.senders = []
                state.readers = []
            }
            return (state.senders, state.readers)
        }
        for sender in waiting.0 { sender.resume() }
        for reader in waiting.1 { reader.resume(returning: nil) }
    }
}
