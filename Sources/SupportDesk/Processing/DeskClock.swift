package import FoundationEssentials

/// The time and the chance that the desk's services decide by, so that tests can choose both.
package struct DeskClock: Sendable {
    package var now: @Sendable () -> Date
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// 0 ..< 1.
    package var random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    package static let system = DeskClock(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, random: { .random(in: 0..<1) })
}
