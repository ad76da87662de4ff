import Synchronization

/// How observed values are spread, by buckets with fixed upper bounds.
package final class Histogram: Sendable {
    /// Ascending; the bucket for everything above the last is implied.
    package let bounds: [Double]
    private let sum = AtomicDouble(0)
    /// `bounds.count + 1` counters. The memory is allocated once and freed with the histogram, and only touched by
    /// atomic operations.
    nonisolated(unsafe) private let counts: UnsafeMutablePointer<Atomic<Int>>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = .allocate(capacity: bounds.count + 1)
        for index in 0...bounds.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: bounds.count + 1)
        counts.deallocate()
    }

    /// Counts a value in the first bucket whose bound is not below it. A value that is no number is left out.
    package func observe(_ value: Double) {
        guard !value.isNaN else { return }
        var index = 0
        while index < bounds.count && value > bounds[index] { index += 1 }
        counts[index].wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    /// Counts a time in seconds, the unit that Prometheus expects.
    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    /// Counts for each bucket, not yet cumulated, the one above the last bound at the end; and the sum of all values.
    package var snapshot: (counts: [Int], sum: Double) {
        ((0...bounds.count).map { counts[$0].load(ordering: .relaxed) }, sum.value)
    }

    /// Seconds, for requests that take from half a millisecond to half a minute.
    package static let requestSeconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]
}
