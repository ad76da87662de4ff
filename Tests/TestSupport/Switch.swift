import Synchronization

/// Something that happens once after it was asked for.
package final class Switch: Sendable {
    private let state = Atomic(false)

    package init() {}

    package var isOn: Bool { state.load(ordering: .sequentiallyConsistent) }

    package func turnOn() { state.store(true, ordering: .sequentiallyConsistent) }

    /// Whether it was on.
    package func turnOff() -> Bool { state.exchange(false, ordering: .sequentiallyConsistent) }
}
