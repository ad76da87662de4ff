/// The time by which a run measures and gives up. Tests hand in a `VirtualClock`.
package protocol RunClock: Sendable {
    var now: ContinuousClock.Instant { get }

    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(until deadline: ContinuousClock.Instant) async throws
}

extension ContinuousClock: RunClock {
    package func sleep(until deadline: Instant) async throws { try await sleep(until: deadline, tolerance: nil) }
}
