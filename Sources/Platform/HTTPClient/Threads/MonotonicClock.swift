import Glibc

enum MonotonicClock {
    /// Nanoseconds from some moment in the past (clock_gettime(2)).
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
