import Glibc

/// Ever longer waits, up to half a second, each a little different from what others wait.
struct Pause {
    private var longest = 2.0

    mutating func sleep(until deadline: ContinuousClock.Instant) {
        let remaining = (deadline - .now) / .milliseconds(1)
        let milliseconds = min(max(remaining, 0), Double.random(in: longest / 2...longest))
        usleep(UInt32(milliseconds * 1000))
        longest = min(longest * 2, 500)
    }
}
