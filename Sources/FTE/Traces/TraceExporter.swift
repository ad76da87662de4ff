import FoundationEssentials
import HTTPClient
import SupportDesk
import Synchronization
import Telemetry

/// Sends spans to a collector, in batches and behind everybody's back: whoever hands them over never waits, and what
/// doesn't fit into the queue is dropped and counted.
final class TraceExporter: Sendable {
    struct Settings: Sendable {
        /// Up to and without `/v1/traces`.
        var endpoint: String
        var headers: [(name: String, value: String)] = []
        /// Whether what was said goes along, masked.
        var withContents = false
        var queue = 4_096
        var batch = 256
        var interval: Duration = .seconds(2)
        var timeout: Duration = .seconds(10)
        var attempts = 3
    }

    private struct Queue {
        var spans: [OutgoingSpan] = []
        var dropped = 0
    }

    private let settings: Settings
    private let client: WebClient
    private let version: String
    private let queue = Mutex(Queue())
    private let wake: AsyncStream<Void>
    private let look: AsyncStream<Void>.Continuation
    private let sent: Counter
    private let dropped: Counter
    private let sending: RecurringFailure

    init(_ settings: Settings, client: WebClient, version: String, metrics: Metrics, logger: Logger) {
        self.settings = settings
        self.client = client
        self.version = version
        (wake, look) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        sent = metrics.counter("fte_spans_exported_total", help: "Spans that the collector took.")
        dropped = metrics.counter("fte_spans_dropped_total", help: "Spans that the collector did not get.")
        sending = RecurringFailure("Traces could not be exported", over: "Traces are exported again", logger: logger)
    }

    /// Takes the trace of an answer.
    func add(_ trace: TraceRecord) { add(OutgoingSpan.spans(of: trace, withContents: settings.withContents)) }

    /// Takes a span of a request.
    func add(_ span: Span) { add([OutgoingSpan(span)]) }

    private func add(_ spans: [OutgoingSpan]) {
        let (excess, isFull) = queue.withLock { queue in
            let room = max(0, settings.queue - queue.spans.count)
            queue.spans += spans.prefix(room)
            return (spans.count - min(room, spans.count), queue.spans.count >= settings.batch)
        }
        if excess > 0 { dropped.increment(by: excess) }
        if isFull { look.yield() }
    }

    /// Sends until cancelled, then once more what is left.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while (try? await Task.sleep(for: settings.interval)) != nil { look.yield() }
            }
            for await _ in wake { await sendAll() }
            group.cancelAll()
        }
        // A cancelled task can't call any more, so the last batch has one of its own.
        await Task { await sendAll(attempts: 1) }.value
    }

    private func sendAll(attempts: Int? = nil) async {
        while true {
            let batch = queue.withLock { queue in
                let batch = Array(queue.spans.prefix(settings.batch))
                queue.spans.removeFirst(batch.count)
                return batch
            }
            if batch.isEmpty { return }
            do {
                try await send(batch, attempts: attempts ?? settings.attempts)
                sent.increment(by: batch.count)
                sending.succeeded()
            } catch {
                dropped.increment(by: batch.count)
                if error is CancellationError { return }
                sending.failed(error)
            }
            if batch.count < settings.batch { return }
        }
    }

    private func send(_ spans: [OutgoingSpan], attempts: Int) async throws {
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        for header in settings.headers { headers.append(header.name, header.value) }
        let body = OTLPTraces.body(spans, service: "fte", version: version)
        var attempt = 1
        while true {
            var limits = HTTPRequest.Limits()
            limits.deadline = .now + settings.timeout
            limits.maxBodyBytes = 1 << 20
            let request = HTTPRequest(
                .post, settings.endpoint + "/v1/traces", headers: headers, body: body, limits: limits)
            do {
                let (head, _) = try await client.collect(request)
                if (200..<300).contains(head.status) { return }
                guard [429, 502, 503, 504].contains(head.status), attempt < attempts else {
                    throw CollectorRefused(status: head.status)
                }
                let wish = head.headers["retry-after"].flatMap { Int($0) }.map { min(max($0, 0), 30) }
                try await Task.sleep(for: .seconds(wish ?? 1 << (attempt - 1)))
            } catch let error as HTTPError {
                guard attempt < attempts else { throw error }
                try await Task.sleep(for: .seconds(1 << (attempt - 1)))
            }
            attempt += 1
        }
    }
}

private struct CollectorRefused: Error, LoggableError {
    let status: Int

    var logText: String { "The collector answered \(status)." }
}

extension TraceExporter {
    /// - Returns: `nil` where nothing is exported.
    /// - Throws: `StartError` when the client can't be made.
    convenience init?(_ settings: TraceSettings, metrics: Metrics, logger: Logger) throws {
        guard let endpoint = settings.endpoint else { return nil }
        let client: WebClient
        do { client = try WebClient() } catch { throw StartError("traces can't be exported: \(error)") }
        self.init(
            Settings(endpoint: endpoint, headers: settings.headers, withContents: settings.withContents),
            client: client, version: FTE.version, metrics: metrics, logger: logger)
    }
}
