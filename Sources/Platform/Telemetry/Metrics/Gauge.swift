/// A number that rises and falls.
package final class Gauge: Sendable {
    private let number = AtomicDouble(0)

    init() {}

    package func set(_ value: Double) { number.set(value) }
    package func add(_ amount: Double) { number.add(amount) }
    package func increment() { number.add(1) }
    package func decrement() { number.add(-1) }

    package var value: Double { number.value }
}
