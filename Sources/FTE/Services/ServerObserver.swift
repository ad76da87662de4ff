import HTTPServer
import Telemetry

/// Counts what the server tells of itself.
struct ServerObserver: Sendable {
    private let connections: Gauge
    private let received: Counter
    private let refused: MetricFamily<Counter>
    private let logger: Logger

    init(metrics: Metrics, logger: Logger) {
        connections = metrics.gauge("fte_http_connections", help: "Open connections.")
        received = metrics.counter("fte_http_received_bytes_total", help: "Octets received.")
        refused = metrics.counters(
            "fte_http_refused_total", help: "Requests that the server refused by itself.", labels: ["status"])
        self.logger = logger
    }

    func observe(_ event: ServerEvent) {
        switch event {
        case .connectionOpened: connections.increment()
        case .connectionClosed: connections.decrement()
        case .bytesReceived(let count): received.increment(by: count)
        case .requestFinished: break
        case .refused(let refusal): refused[[String(refusal.status.code)]].increment()
        case .responseUnfit(_, let flaw): logger.error("Response unfit to send", metadata: ["flaw": .string(flaw)])
        case .streamFailed(_, let error): logger.warning("Stream cut", metadata: ["error": .failure(error)])
        case .descriptorsExhausted: logger.error("No descriptors left")
        }
    }
}
