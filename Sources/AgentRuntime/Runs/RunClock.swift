/// The time by which a run measures and gives up. Tests hand in a `VirtualClock`.
package protocol RunClock: Sendable {
    var now: ContinuousClock.Instant { get }

    /// Calls `ring` once, at the deadline or soon after it and on any thread, unless the alarm was cancelled before.
    func alarm(at deadline: ContinuousClock.Instant, ring: @escaping @Sendable () -> Void) -> Alarm
}

/// A call to come. It comes also when nobody keeps the alarm.
package struct Alarm: Sendable {
    package let cancel: @Sendable () -> Void

    package init(cancel: @escaping @Sendable () -> Void) { self.cancel = cancel }
}
