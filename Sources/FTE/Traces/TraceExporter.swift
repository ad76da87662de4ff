import AgentRuntime
import HTTPClient
import LanguageModels
import SupportDesk
import Synchronization
import Telemetry

/// Sends spans to a collector, in batches and behind everybody's back: whoever hands them over never waits, and what
/// doesn't fit into the queue is dropped and counted.
final class TraceExporter: Sendable {
    struct Settings: Sendable {
        /// Whether what was said goes along, masked.
        var withContents = false
        /// Spans that wait at most.
        var queue = 4_096
        /// Spans sent at once.
        var batch = 256
        var interval: Duration = .seconds(2)
        /// Of one attempt.
        var timeout: Duration = .seconds(10)
        var attempts = 3
        /// For what is left at the end, all together.
        var stopTime: Duration = .seconds(3)
    }

    private struct Queue {
        var spans: [OutgoingSpan] = []

        mutating func take(_ count: Int) -> [OutgoingSpan] {
            defer { spans.removeFirst(min(count, spans.count)) }
            return Array(spans.prefix(count))
        }
    }

    private let settings: Settings
    private let collector: CollectorClient
    private let clock: any RunClock
    private let queue = Mutex(Queue())
    private let wake: AsyncStream<Void>
    private let look: AsyncStream<Void>.Continuation
    private let sent: Counter
    private let dropped: Counter
    private let sending: RecurringFailure

    init(_ settings: Settings, collector: CollectorClient, metrics: Metrics, logger: Logger) {
        self.settings = settings
        self.collector = collector
        clock = collector.clock
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

    /// Sends until cancelled, then once more what is left. To be called once.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while (try? await clock.wait(until: clock.now + settings.interval)) != nil { look.yield() }
            }
            for await _ in wake { await sendQueue() }
            group.cancelAll()
        }
        // A cancelled task can't call any more, so what is left is sent by one of its own.
        await Task { await sendRest() }.value
    }

    /// Sends what waits, up to the last batch that is full.
    private func sendQueue() async {
        while true {
            let batch = queue.withLock { $0.take(settings.batch) }
            if batch.isEmpty { return }
            do {
                note(try await collector.send(batch, attempts: settings.attempts, timeout: settings.timeout), of: batch)
            } catch is CancellationError {
                // They may have arrived; a span that comes twice is the same span.
                queue.withLock { $0.spans.insert(contentsOf: batch, at: 0) }
                return
            } catch {
                note(error, lost: batch.count)
            }
            if batch.count < settings.batch { return }
        }
    }

    /// Tries once, for a short time, and leaves what a collector doesn't take at once.
    private func sendRest() async {
        let end = clock.now + settings.stopTime
        while true {
            let batch = queue.withLock { $0.take(settings.batch) }
            if batch.isEmpty { return }
            do {
                guard clock.now < end else { throw HTTPError.timedOut(.deadline) }
                note(try await collector.send(batch, attempts: 1, timeout: end - clock.now), of: batch)
            } catch {
                note(error, lost: batch.count + queue.withLock { $0.take($0.spans.count).count })
            }
        }
    }

    private func note(_ taken: Int, of batch: [OutgoingSpan]) {
        sent.increment(by: taken)
        if taken < batch.count { dropped.increment(by: batch.count - taken) }
        sending.succeeded()
    }

    private func note(_ error: any Error, lost count: Int) {
        dropped.increment(by: count)
        sending.failed((error as? HTTPError).map(CollectorUnreachable.init) ?? error)
    }
}

/// Why the collector wasn't reached.
private struct CollectorUnreachable: LoggableError {
    let error: HTTPError

    /// No case of it carries an address or what the peer sent.
    var logText: String { "\(error)" }
}

extension TraceExporter {
    /// - Returns: `nil` where nothing is exported.
    /// - Throws: `StartError` when the client can't be made.
    convenience init?(_ settings: TraceSettings, metrics: Metrics, logger: Logger) throws {
        guard let endpoint = settings.endpoint else { return nil }
        let client: WebClient
        do { client = try WebClient() } catch { throw StartError("traces can't be exported: \(error)") }
        self.init(
            Settings(withContents: settings.withContents),
            collector: CollectorClient(
                endpoint: endpoint, headers: settings.headers, version: FTE.version, clock: SystemClock.shared,
                random: { .random(in: 0..<1) }, call: client.collect),
            metrics: metrics, logger: logger)
    }
}
