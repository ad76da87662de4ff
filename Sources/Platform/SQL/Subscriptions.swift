/// Who in this process waits for which channel.
final class Subscriptions: Sendable {
    private struct State {
        var streams: [NotificationChannel: [Int: AsyncStream<Void>.Continuation]] = [:]
        var nextID = 0
        var isClosed = false
    }
    private let state = Locked(State())

    func stream(of channel: NotificationChannel) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.nextID += 1
            state.streams[channel, default: [:]][state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.streams[channel]?[id] = nil }
        }
        return stream
    }

    func wake(_ channel: NotificationChannel) {
        let waiting = state.withLock { $0.streams[channel].map { Array($0.values) } ?? [] }
        for one in waiting { one.yield() }
    }

    /// Ends every stream, now and later.
    func close() {
        let streams = state.withLock { state in
            state.isClosed = true
            defer { state.streams = [:] }
            return state.streams
        }
        for one in streams.values.flatMap(\.values) { one.finish() }
    }
}
