import Synchronization

/// Counts what happens on several threads.
final class Counter: Sendable {
    private let number = Atomic(0)

    /// - Returns: How many it is with this one.
    @discardableResult
    func count() -> Int { number.add(1, ordering: .relaxed).newValue }

    var value: Int { number.load(ordering: .relaxed) }
}
