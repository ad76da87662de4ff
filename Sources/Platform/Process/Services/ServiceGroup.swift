package import Telemetry

/// Runs the services of a program from its start to its orderly end.
///
/// They start in order, each once the one before is ready, and stop in reverse, so that nothing loses what it stands
/// on: each is drained and given its time; one that overruns is cancelled, and left behind if it ignores that too.
/// The first stop signal drains, the second cancels everything at once.
package struct ServiceGroup: Sendable {
    private let services: [any Service]
    private let drainTime: Duration
    private let cancelTime: Duration
    private let logger: Logger
    private let wait: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - drainTime: how long each service may take to finish what it began.
    ///   - cancelTime: how long each may take to return once cancelled.
    ///   - wait: what measures those times.
    package init(
        _ services: [any Service], drainTime: Duration = .seconds(20), cancelTime: Duration = .seconds(2),
        logger: Logger, wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.services = services
        self.drainTime = drainTime
        self.cancelTime = cancelTime
        self.logger = logger
        self.wait = wait
    }

    /// Returns when all services have stopped in good order.
    ///
    /// - Parameters:
    ///   - signals: when to stop; `StopSignals.take()`, or a stream of a test's own. Its end stops nothing.
    ///   - ready: called once, when every service has started.
    /// - Throws: `ServiceError`, after the stop. Cancelling the calling task is like two signals.
    package func run(
        until signals: AsyncStream<StopSignal>, ready: @escaping @Sendable () async -> Void = {}
    ) async throws {
        let run = ServiceGroupRun(
            drainTime: drainTime, cancelTime: cancelTime, logger: logger, wait: wait)
        try await run.run(services, until: signals, ready: ready)
    }
}
