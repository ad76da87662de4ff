import Formats
package import FoundationEssentials
import HTTPServer
package import SupportDesk
package import Telemetry

/// How this process is, for people, load balancers and Prometheus.
package struct HealthRoutes: Sendable {
    /// What the rest of the process knows of itself.
    package struct Probe: Sendable {
        /// Whether work would be accepted and processed now: database there, documents loaded, not draining.
        let isReady: @Sendable () async -> Bool
        let channels: @Sendable () async -> [Channel: ChannelHealth]
        /// The language models that this process asks, and the state of each one's circuit breaker.
        let models: @Sendable () -> [(model: String, state: String)]

        package init(
            isReady: @escaping @Sendable () async -> Bool,
            channels: @escaping @Sendable () async -> [Channel: ChannelHealth],
            models: @escaping @Sendable () -> [(model: String, state: String)] = { [] }
        ) {
            self.isReady = isReady
            self.channels = channels
            self.models = models
        }
    }

    package enum ChannelHealth: String, Sendable {
        case active
        case disabled
        case failing
    }

    let probe: Probe
    let metrics: Metrics
    let now: @Sendable () -> Date

    package init(probe: Probe, metrics: Metrics, now: @escaping @Sendable () -> Date) {
        self.probe = probe
        self.metrics = metrics
        self.now = now
    }

    package var routes: [Route] {
        [
            Route(.get, "/health", handler: summary),
            Route(.get, "/health/live", handler: { _ in .status("alive", 200) }),
            Route(.get, "/health/ready", handler: ready),
            Route(.get, "/metrics", .private(needs: .read), handler: prometheus),
        ]
    }

    private func summary(_ call: Call) async -> Response {
        let channels = await probe.channels()
        let isHealthy = await probe.isReady() && !channels.values.contains(.failing)
        let models = probe.models()
        var json = JSONWriter()
        json.object { json in
            json.member("status", isHealthy ? "healthy" : "degraded")
            json.member("timestamp", now().rfc3339)
            json.member("channels") { json in
                json.object { json in
                    for channel in Channel.allCases {
                        json.member(channel.rawValue, (channels[channel] ?? .disabled).rawValue)
                    }
                }
            }
            if !models.isEmpty {
                json.member("models") { json in
                    json.object { json in for (model, state) in models { json.member(model, state) } }
                }
            }
        }
        return .json(json.bytes)
    }

    private func ready(_ call: Call) async -> Response {
        await probe.isReady() ? .status("ready", 200) : .status("not ready", 503)
    }

    private func prometheus(_ call: Call) -> Response {
        Response(
            200, "text/plain; version=0.0.4; charset=utf-8", metrics.prometheusText(),
            headers: ["Cache-Control": "no-store"])
    }
}

extension Response {
    fileprivate static func status(_ word: String, _ status: Status) -> Response {
        var json = JSONWriter()
        json.object { $0.member("status", word) }
        return .json(json.bytes, status: status)
    }
}
