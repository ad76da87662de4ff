import SupportDesk
import Telemetry

/// Shows in the metrics how many messages wait, whether or not a worker is there to answer them.
struct BacklogMeter: Sendable {
    /// Past this many, counting on tells nothing more.
    private static let limit = 100_000

    private let figures: any DeskFigures
    private let waiting: Gauge
    private let counting: RecurringFailure

    init(figures: any DeskFigures, metrics: Metrics, logger: Logger) {
        self.figures = figures
        counting = RecurringFailure(
            "Waiting messages could not be counted", over: "Waiting messages are counted again", level: .warning,
            logger: logger)
        waiting = metrics.gauge("fte_messages_waiting", help: "Messages that wait for an answer.")
    }

    func run() async {
        repeat {
            do {
                waiting.set(Double(try await figures.backlog(upTo: Self.limit)))
                counting.succeeded()
            } catch is CancellationError {} catch {
                counting.failed(error)
            }
        } while (try? await Task.sleep(for: .seconds(5))) != nil
    }
}
