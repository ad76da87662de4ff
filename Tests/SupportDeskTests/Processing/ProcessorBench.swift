import EventBus
import FoundationEssentials
import SQL
import Storage
import SupportDesk
import Telemetry
import TestSupport

/// A processor at work on a real queue, at a time that the test moves.
struct ProcessorBench: Sendable {
    let desk: TestDesk
    let queue: WatchedQueue
    let responder: ScriptedResponder
    private let metrics: Metrics
    let processor: MessageProcessor
    private let beatsAwaited = Box(0)

    /// - Parameter ahead: seconds by which the clock of the processor's host is.
    init(
        _ desk: TestDesk, _ responder: ScriptedResponder, width: Int, worker: WorkerID = .sample(1),
        ahead: TimeInterval = 0
    ) {
        var clock = desk.time.clock
        clock.now = { desk.time.now + ahead }
        self.desk = desk
        self.responder = responder
        queue = WatchedQueue(desk.queue)
        metrics = Metrics()
        processor = MessageProcessor(
            worker: worker, queue: queue, responder: responder,
            wakeUps: DatabaseWakeUps(desk.database, channel: .work), settings: MessageProcessor.Settings(width: width),
            clock: clock, logger: .silent, figures: ProcessorFigures(metrics: metrics))
    }

    /// The figures, as Prometheus reads them.
    var exposition: String { metrics.prometheusText() }

    /// Lets the processor work while `body` runs, then drains it and waits until it has ended.
    func working(_ body: () async throws -> Void) async throws {
        let run = Task { await processor.run() }
        do { try await body() } catch {
            responder.letGo()
            run.cancel()
            await run.value
            throw error
        }
        processor.drain()
        await run.value
    }

    /// Moves the time to the next heartbeat and waits until it was stored.
    func nextBeat() async throws {
        let beats = queue.count(of: .beat)
        // It sleeps once before each.
        try await desk.time.sleeps(
            beatsAwaited.change {
                $0 += 1
                return $0
            })
        desk.time.advance(by: 2)
        try await queue.reached(.beat, beats + 1)
    }
}

/// Runs `body` with a bench on an empty desk in memory.
func withBench(
    width: Int = 4, responder: ScriptedResponder = ScriptedResponder(), ahead: TimeInterval = 0,
    _ body: (ProcessorBench) async throws -> Void
) async throws {
    try await DatabaseBackend.sqliteInMemory.withDesk { desk in
        try await body(ProcessorBench(desk, responder, width: width, ahead: ahead))
    }
}
