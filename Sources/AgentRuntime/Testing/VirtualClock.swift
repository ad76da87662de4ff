/// A clock that moves only when told to.
package final class VirtualClock: RunClock {
    package init() {}
    package var now: ContinuousClock.Instant { .now }
    package func sleep(until deadline: ContinuousClock.Instant) async throws {}
    package func advance(by duration: Duration) {}
}
