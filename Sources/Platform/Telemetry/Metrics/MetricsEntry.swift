extension Metrics {
    /// A registered metric.
    struct Entry: Sendable {
        enum Series: Sendable {
            case counters(MetricFamily<Counter>)
            case gauges(MetricFamily<Gauge>)
            case histograms(MetricFamily<Histogram>)
            case read(_ type: String, @Sendable () -> [MetricSample])

            var family: AnyObject? {
                switch self {
                case .counters(let family): family
                case .gauges(let family): family
                case .histograms(let family): family
                case .read: nil
                }
            }
        }

        let name: String
        let help: String
        let labels: [String]
        let series: Series

        static func counters(_ family: MetricFamily<Counter>) -> Series { .counters(family) }
        static func gauges(_ family: MetricFamily<Gauge>) -> Series { .gauges(family) }
        static func histograms(_ family: MetricFamily<Histogram>) -> Series { .histograms(family) }
    }
}
