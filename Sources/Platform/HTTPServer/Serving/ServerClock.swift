import Glibc

/// The server's sense of time. Tests hand in one that they move, then call `Server.timePassed`.
package struct ServerClock: Sendable {
    /// Nanoseconds since some start; never goes back.
    package var monotonic: @Sendable () -> Int
    /// Seconds since 1970 in UTC, for the Date field.
    package var unixSeconds: @Sendable () -> Int

    package init(monotonic: @escaping @Sendable () -> Int, unixSeconds: @escaping @Sendable () -> Int) {
        self.monotonic = monotonic
        self.unixSeconds = unixSeconds
    }

    package static let system = ServerClock(
        monotonic: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec * 1_000_000_000 + time.tv_nsec
        },
        unixSeconds: { time(nil) })
}
