package import FoundationEssentials
import Glibc

/// Makes UUIDs (RFC 9562). One serves the whole program, from any thread.
///
/// Random bytes are fetched 4 kB at a time and wiped once used.
package final class UUIDGenerator: Sendable {
    private struct State {
        /// The last 60 bits of time given out: 48 of milliseconds since 1970 and 12 of their fraction.
        var lastTick: UInt64 = 0
        var random: [UInt8] = []
        var used = 0
    }

    private static let batch = 4096

    private let state = Lock(State())
    private let nanosecondsSince1970: @Sendable () -> UInt64
    private let randomBytes: @Sendable (Int) -> [UInt8]

    package init(
        nanosecondsSince1970: @escaping @Sendable () -> UInt64 = UUIDGenerator.systemTime,
        randomBytes: @escaping @Sendable (Int) -> [UInt8] = { SecureRandom.bytes($0) }
    ) {
        self.nanosecondsSince1970 = nanosecondsSince1970
        self.randomBytes = randomBytes
    }

    /// A UUID that sorts after every one that this generator made before, and by its time among others.
    ///
    /// Version 7 with the millisecond's fraction in the 12 bits of `rand_a` (section 6.2, method 3). When the clock
    /// stands still or is set back, that 60-bit number is counted up instead; 62 bits are random.
    package func v7() -> UUID {
        let now = nanosecondsSince1970()
        let (milliseconds, rest) = now.quotientAndRemainder(dividingBy: 1_000_000)
        let tick = milliseconds << 12 | rest * 4096 / 1_000_000
        return state.withLock { state in
            state.lastTick = max(state.lastTick + 1, tick)
            let high = (state.lastTick & ~0xFFF) << 4 | 0x7000 | state.lastTick & 0xFFF
            return Self.uuid(high, take(from: &state))
        }
    }

    /// A UUID of 122 random bits, version 4: it tells neither when nor in which order it was made, and can't be guessed.
    package func v4() -> UUID {
        state.withLock { state in
            let high = take(from: &state)
            return Self.uuid(high & ~0xF000 | 0x4000, take(from: &state))
        }
    }

    /// `CLOCK_REALTIME`.
    package static let systemTime: @Sendable () -> UInt64 = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec)) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private func take(from state: inout State) -> UInt64 {
        if state.used + 8 > state.random.count {
            state.random = randomBytes(Self.batch)
            state.used = 0
            precondition(state.random.count >= 8, "the source gave too few random bytes")
        }
        var value: UInt64 = 0
        for index in state.used..<state.used + 8 {
            value = value << 8 | UInt64(state.random[index])
            state.random[index] = 0
        }
        state.used += 8
        return value
    }

    /// Sets the two bits of the variant (section 4.1) on the way.
    private static func uuid(_ high: UInt64, _ low: UInt64) -> UUID {
        let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
                byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
