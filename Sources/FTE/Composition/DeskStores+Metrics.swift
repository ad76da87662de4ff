import SQL
import Telemetry

extension DeskStores {
    /// What the database tells of itself.
    func addMetrics(to metrics: Metrics) {
        switch driver {
        case .sqlite(let database): database.addMetrics(to: metrics)
        case .postgres(let database): database.addMetrics(to: metrics)
        }
    }
}

extension SQLiteDatabase {
    fileprivate func addMetrics(to metrics: Metrics) {
        metrics.gauge("fte_database_waiting_writes", help: "Transactions that wait to be written.") {
            Double(self.statistics.waitingWrites)
        }
        metrics.counter("fte_database_commits_total", help: "Commits, each of one or more transactions.") {
            Double(self.statistics.commits)
        }
        metrics.counter("fte_database_transactions_total", help: "Write transactions that were committed.") {
            Double(self.statistics.transactions)
        }
        metrics.gauge("fte_database_log_bytes", help: "Size of the write-ahead log.") {
            Double(self.statistics.logBytes)
        }
    }
}

extension PostgresDatabase {
    fileprivate func addMetrics(to metrics: Metrics) {
        metrics.counter("fte_database_transactions_total", help: "Transactions that came to their end.") {
            Double(self.statistics.transactions)
        }
        metrics.counter("fte_database_failures_total", help: "Transactions that failed.") {
            Double(self.statistics.failures)
        }
        metrics.counter(
            "fte_database_retries_total", help: "Transactions run again after a conflict or a lost connection."
        ) { Double(self.statistics.retries) }
        metrics.counter("fte_database_connects_total", help: "Attempts to connect.") {
            Double(self.statistics.connects)
        }
        metrics.counter("fte_database_failed_connects_total", help: "Attempts to connect that failed.") {
            Double(self.statistics.failedConnects)
        }
        metrics.counter("fte_database_notifications_total", help: "Wake-ups sent to other processes.") {
            Double(self.statistics.notifications)
        }
        metrics.gauge("fte_database_connections", help: "Open connections for transactions.") {
            Double(self.statistics.connections)
        }
        metrics.gauge("fte_database_busy_connections", help: "Connections that run a transaction.") {
            Double(self.statistics.busyConnections)
        }
        metrics.gauge("fte_database_waiting_transactions", help: "Transactions that wait for a connection.") {
            Double(self.statistics.waiting)
        }
    }
}
