import SQL
import Telemetry

extension DeskStores {
    /// What the database tells of itself.
    func addMetrics(to metrics: Metrics) {
        metrics.gauge("fte_database_waiting_writes", help: "Transactions that wait to be written.") {
            Double(database.statistics.waitingWrites)
        }
        metrics.counter("fte_database_commits_total", help: "Commits, each of one or more transactions.") {
            Double(database.statistics.commits)
        }
        metrics.counter("fte_database_transactions_total", help: "Write transactions that were committed.") {
            Double(database.statistics.transactions)
        }
        metrics.gauge("fte_database_log_bytes", help: "Size of the write-ahead log.") {
            Double(database.statistics.logBytes)
        }
    }
}
