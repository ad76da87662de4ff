import Telemetry

extension SQLError: LoggableError {
    package var logText: String { description }
}

extension MigrationError: LoggableError {
    package var logText: String { description }
}
