/// Writes metrics in Prometheus' text exposition format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    mutating func add(_ entry: Metrics.Entry) {
        switch entry.series {
        case .counters(let family):
            head(of: entry, type: "counter")
            for (values, counter) in family.snapshot { sample(entry.name, entry.labels, values, counter.value) }
        case .gauges(let family):
            head(of: entry, type: "gauge")
            for (values, gauge) in family.snapshot { sample(entry.name, entry.labels, values, gauge.value) }
        case .histograms(let family):
            head(of: entry, type: "histogram")
            for (values, histogram) in family.snapshot { add(histogram, of: entry, values) }
        case .read(let type, let read):
            head(of: entry, type: type)
            for reading in read() where reading.values.count == entry.labels.count {
                sample(entry.name, entry.labels, reading.values, reading.value)
            }
        }
    }

    /// `_count` is the sum of the buckets that were read, so that the two agree while others observe.
    private mutating func add(_ histogram: Histogram, of entry: Metrics.Entry, _ values: [String]) {
        let (counts, sum) = histogram.snapshot
        var total = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], counts) {
            total += count
            sample(entry.name + "_bucket", entry.labels + ["le"], values + [Self.number(bound)], Double(total))
        }
        sample(entry.name + "_sum", entry.labels, values, sum)
        sample(entry.name + "_count", entry.labels, values, Double(total))
    }

    private mutating func head(of entry: Metrics.Entry, type: String) {
        text += "# HELP \(entry.name) \(Self.escaped(entry.help, quotes: false))\n"
        text += "# TYPE \(entry.name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: [String], _ values: [String], _ value: Double) {
        text += name
        if !labels.isEmpty {
            let pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
        return String(value)
    }
}
