import SupportDesk
import Telemetry

/// Shows in the metrics how many messages wait, whether or not a worker is there to answer them.
struct BacklogMeter: Sendable {
    /// Past this many, counting on tells nothing more.
    private static let limit = 100_000

    private let figures: any DeskFigures
    private let waiting: Gauge
    private let logger: Logger

    init(figures: any DeskFigures, metrics: Metrics, logger: Logger) {
        self.figures = figures
        self.logger = logger
        waiting = metrics.gauge("fte_messages_waiting", help: "Messages that wait for an answer.")
    }

    func run() async {
        repeat {
            do { waiting.set(Double(try await figures.backlog(upTo: Self.limit))) } catch is CancellationError {} catch
            {
                logger.warning("Waiting messages could not be counted", metadata: ["error": .failure(error)])
            }
        } while (try? await Task.sleep(for: .seconds(5))) != nil
    }
}
