import AgentRuntime
import HTTPClient
import LanguageModels
import Telemetry

/// A collector that takes spans by OTLP over HTTP in JSON.
struct CollectorClient: Sendable {
    typealias Call = @Sendable (HTTPRequest) async throws -> (head: HTTPHead, body: [UInt8])

    /// Up to and without `/v1/traces`.
    let endpoint: String
    let headers: [(name: String, value: String)]
    let version: String
    let clock: any RunClock
    /// 0 ..< 1.
    let random: @Sendable () -> Double
    let call: Call

    /// Longest wait that a collector may ask for.
    private static let longestWait = 30

    /// Sends spans, again and again where that may help: no connection, and the four statuses of which the protocol says so.
    ///
    /// - Returns: how many of them the collector took.
    /// - Throws: `CollectorRefused`, `HTTPError`, `CancellationError`.
    func send(_ spans: [OutgoingSpan], attempts: Int, timeout: Duration) async throws -> Int {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        for header in self.headers { headers.append(header.name, header.value) }
        let body = OTLPTraces.body(spans, service: "fte", version: version)
        var attempt = 1
        while true {
            var limits = HTTPRequest.Limits()
            limits.deadline = clock.now + timeout
            limits.maxBodyBytes = 1 << 20
            let request = HTTPRequest(.post, endpoint + "/v1/traces", headers: headers, body: body, limits: limits)
            let wish: Duration?
            do {
                let (head, body) = try await call(request)
                if (200..<300).contains(head.status) { return max(0, spans.count - OTLPTraces.rejected(in: body)) }
                guard [429, 502, 503, 504].contains(head.status), attempt < attempts else {
                    throw CollectorRefused(status: head.status)
                }
                // A date is taken for none: the collector's clock may be another.
                wish = head.headers["retry-after"].flatMap { Int($0) }
                    .map { .seconds(min(max($0, 0), Self.longestWait)) }
            } catch let error as HTTPError {
                guard error.mayPass, attempt < attempts else { throw error }
                wish = nil
            }
            // Between half of 1, 2, 4 … seconds and all of it, so that many processes don't come back at once.
            let backoff = Duration.seconds(1 << min(attempt - 1, 4)) * (0.5 + random() / 2)
            try await clock.wait(until: clock.now + (wish ?? backoff))
            attempt += 1
        }
    }
}

extension HTTPError {
    /// Whether another attempt may go better.
    fileprivate var mayPass: Bool {
        switch self {
        case .resolve, .connect, .timedOut, .closedEarly: true
        default: false
        }
    }
}

/// What the collector answered instead of taking spans.
struct CollectorRefused: Error, LoggableError {
    let status: Int

    var logText: String { "The collector answered \(status)." }
}
