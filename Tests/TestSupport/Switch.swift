import Synchronization

/// Something that happens once after it was asked for.
package final class Switch: Sendable {
    private let isOn = Atomic(false)

    package init() {}

    package func turnOn() { isOn.store(true, ordering: .sequentiallyConsistent) }

    /// Whether it was on.
    package func turnOff() -> Bool { isOn.exchange(false, ordering: .sequentiallyConsistent) }
}
