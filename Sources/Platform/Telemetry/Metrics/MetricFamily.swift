/// All series of one metric: the same name and labels, other label values.
///
/// The number of series is bounded. Past the limit, values that were not seen before share one series whose every label
/// is `overflow`, so that a label taken from outside can't fill the memory.
package final class MetricFamily<Series: Sendable>: Sendable {
    static var overflow: String { "overflow" }

    package let name: String
    package let labels: [String]
    private let limit: Int
    private let make: @Sendable () -> Series
    private let series = Lock<[[String]: Series]>([:])

    init(name: String, labels: [String], limit: Int, make: @escaping @Sendable () -> Series) {
        self.name = name
        self.labels = labels
        self.limit = limit
        self.make = make
    }

    /// The series with these values, in the order in which the labels were declared. Made on first use.
    package subscript(_ values: String...) -> Series { self[values] }

    package subscript(_ values: [String]) -> Series {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        return series.withLock { series in
            if let known = series[values] { return known }
            let isFull = series.count >= limit
            let key = isFull ? Array(repeating: Self.overflow, count: labels.count) : values
            if let known = series[key] { return known }
            let new = make()
            series[key] = new
            return new
        }
    }

    /// What there is now, ordered by label values.
    var snapshot: [(values: [String], series: Series)] {
        series.withLock { Array($0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { ($0.key, $0.value) }
    }
}
