/// The registry of a program's metrics, which are made once, at start, and written as Prometheus text.
///
/// Label values come from fixed sets: a channel, an outcome, an error case; never an id or an error's text.
/// A malformed name, or one made twice with another kind or labels, is a mistake of ours and stops the program.
package final class Metrics: Sendable {
    private let entries = Lock<[String: Entry]>([:])

    package init() {}

    package func counter(_ name: String, help: String) -> Counter {
        counters(name, help: help, labels: [])[[]]
    }

    package func counters(
        _ name: String, help: String, labels: [String], seriesLimit: Int = 200
    ) -> MetricFamily<Counter> {
        family(name, help: help, labels: labels, seriesLimit: seriesLimit, kind: Entry.counters) { Counter() }
    }

    package func gauge(_ name: String, help: String) -> Gauge {
        gauges(name, help: help, labels: [])[[]]
    }

    package func gauges(
        _ name: String, help: String, labels: [String], seriesLimit: Int = 200
    ) -> MetricFamily<Gauge> {
        family(name, help: help, labels: labels, seriesLimit: seriesLimit, kind: Entry.gauges) { Gauge() }
    }

    package func histogram(
        _ name: String, help: String, bounds: [Double] = Histogram.requestSeconds
    ) -> Histogram {
        histograms(name, help: help, labels: [], bounds: bounds)[[]]
    }

    /// - Parameter bounds: the buckets' upper bounds, ascending and finite; `+Inf` is added.
    package func histograms(
        _ name: String, help: String, labels: [String], bounds: [Double] = Histogram.requestSeconds,
        seriesLimit: Int = 200
    ) -> MetricFamily<Histogram> {
        precondition(!bounds.isEmpty && bounds.allSatisfy(\.isFinite), "\(name): bounds are finite")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "\(name): bounds ascend")
        precondition(!labels.contains("le"), "\(name): the label le belongs to the buckets")
        return family(name, help: help, labels: labels, seriesLimit: seriesLimit, kind: Entry.histograms) {
            Histogram(bounds: bounds)
        }
    }

    /// A gauge that is read when the metrics are. `read` is quick and never waits.
    package func gauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        gauges(name, help: help, labels: []) { [MetricSample([], read())] }
    }

    /// Gauges that are read when the metrics are. A sample whose values don't match the labels is left out.
    package func gauges(
        _ name: String, help: String, labels: [String], read: @escaping @Sendable () -> [MetricSample]
    ) {
        insert(Entry(name: name, help: help, labels: labels, series: .read("gauge", read)))
    }

    /// A counter kept elsewhere (by the kernel, by a C library) and read when the metrics are.
    package func counter(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        insert(Entry(name: name, help: help, labels: [], series: .read("counter") { [MetricSample([], read())] }))
    }

    /// Prometheus' text exposition format, version 0.0.4, ordered by name and label values.
    ///
    /// To be sent as `text/plain; version=0.0.4; charset=utf-8`.
    package func prometheusText() -> String {
        var text = PrometheusText()
        for entry in entries.withLock({ Array($0.values) }).sorted(by: { $0.name < $1.name }) {
            text.add(entry)
        }
        return text.text
    }

    private func family<Series>(
        _ name: String, help: String, labels: [String], seriesLimit: Int,
        kind: (MetricFamily<Series>) -> Entry.Series, make: @escaping @Sendable () -> Series
    ) -> MetricFamily<Series> {
        let new = MetricFamily(name: name, labels: labels, limit: seriesLimit, make: make)
        let entry = insert(Entry(name: name, help: help, labels: labels, series: kind(new)))
        guard let family = entry.series.family as? MetricFamily<Series> else {
            preconditionFailure("\(name) was made before as another kind of metric")
        }
        precondition(family.labels == labels, "\(name) was made before with other labels")
        return family
    }

    /// - Returns: the entry that is registered: this one, or a family made before under the same name.
    @discardableResult
    private func insert(_ entry: Entry) -> Entry {
        precondition(MetricName.isValid(entry.name), "\(entry.name) is no metric name")
        precondition(entry.labels.allSatisfy(MetricName.isValidLabel), "\(entry.name): \(entry.labels) are no labels")
        return entries.withLock { entries in
            if let known = entries[entry.name] {
                precondition(known.series.family != nil, "\(entry.name) was made before")
                return known
            }
            entries[entry.name] = entry
            return entry
        }
    }
}
