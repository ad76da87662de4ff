import Synchronization

/// A number that only grows. Keep a series at hand on a hot path: adding to it is one atomic instruction.
package final class Counter: Sendable {
    private let whole = Atomic<Int>(0)
    private let part = AtomicDouble(0)

    init() {}

    package func increment(by count: Int = 1) {
        precondition(count >= 0, "a counter only grows")
        whole.wrappingAdd(count, ordering: .relaxed)
    }

    /// For amounts that are no whole numbers, such as money or seconds.
    package func add(_ amount: Double) {
        precondition(amount >= 0, "a counter only grows")
        part.add(amount)
    }

    package var value: Double { Double(whole.load(ordering: .relaxed)) + part.value }
}
