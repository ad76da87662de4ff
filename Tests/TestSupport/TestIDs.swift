import FoundationEssentials
package import Storage
import Synchronization

/// Ids in the order they are asked for, so that a test's rows look the same each time.
package final class TestIDs: Sendable {
    private struct State {
        var last: UInt64 = 0
        var bits: [UInt64]
    }

    private let state: Mutex<State>

    /// - Parameter bits: the random bits that references are made of first; then they count.
    package init(bits: [UInt64] = []) { state = Mutex(State(bits: bits)) }

    package var source: IDSource {
        IDSource(
            ordered: { self.next(version: 0x70) }, unguessable: { self.next(version: 0x40) },
            bits: {
                self.state.withLock { state in
                    guard state.bits.isEmpty else { return state.bits.removeFirst() }
                    state.last += 1
                    return state.last
                }
            })
    }

    private func next(version: UInt8) -> UUID {
        let count = state.withLock { state in
            state.last += 1
            return state.last
        }
        func byte(_ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: count >> (8 * index)) }
        return UUID(
            uuid: (
                0, 0, 0, 0, 0, 0, version, 0, 0x80, byte(6), byte(5), byte(4), byte(3), byte(2), byte(1), byte(0)
            ))
    }
}
