import Storage
import SupportDesk
import Telemetry

/// Deletes what the company no longer keeps: some minutes after the start, then every hour.
struct RetentionService: Sendable {
    private let sweep: RetentionSweep
    /// How many days, as the company's folder says it now.
    private let days: @Sendable () -> Int
    private let logger: Logger

    init(
        _ stores: DeskStores, days: @escaping @Sendable () -> Int, metrics: Metrics, logger: Logger
    ) {
        let deleted = metrics.counters(
            "fte_retention_deleted_total",
            help: "Rows deleted for their age; a conversation with all of its own is one.",
            labels: ["kind"])
        sweep = RetentionSweep(SQLRetention(stores.desk), clock: .system) { deleted[[$0]].increment(by: $1) }
        self.days = days
        self.logger = logger
    }

    func run() async {
        // Processes that start together don't look together.
        var pause = Duration.seconds(.random(in: 120...600))
        while (try? await Task.sleep(for: pause)) != nil {
            do { try await sweep.run(keeping: days()) } catch is RetentionBusy {} catch is CancellationError {} catch {
                logger.error("Old conversations could not be deleted", metadata: ["error": .failure(error)])
            }
            pause = .seconds(3600)
        }
    }
}
