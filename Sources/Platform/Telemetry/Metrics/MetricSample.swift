/// One number read when the metrics are, with the values of its labels.
package struct MetricSample: Sendable {
    let values: [String]
    let value: Double

    package init(_ values: [String], _ value: Double) {
        self.values = values
        self.value = value
    }
}
