import Foundation

/// Something that happens once or more on one side, and that the other waits for.
final class Signal: Sendable {
    private let stream: AsyncStream<Int>
    private let continuation: AsyncStream<Int>.Continuation
    private let semaphore = DispatchSemaphore(value: 0)

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func fire(_ value: Int = 0) {
        continuation.yield(value)
        semaphore.signal()
    }

    /// Waits for the next one.
    @discardableResult
    func wait() async -> Int? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

    /// The same, for scripts.
    func block() { semaphore.wait() }
}

/// Returns once the condition holds.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
