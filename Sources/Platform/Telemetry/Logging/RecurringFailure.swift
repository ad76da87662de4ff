/// Something that is done again and again and may fail again and again: told of once, and once more when it is over.
package final class RecurringFailure: Sendable {
    private let message: StaticString
    private let over: StaticString
    private let level: LogLevel
    private let logger: Logger
    private let count = Lock(0)

    /// - Parameters:
    ///   - message: what fails, as in "Heartbeat could not be stored".
    ///   - over: that it doesn't any more.
    package init(_ message: StaticString, over: StaticString, level: LogLevel = .error, logger: Logger) {
        self.message = message
        self.over = over
        self.level = level
        self.logger = logger
    }

    package func failed(_ error: any Error) {
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        if isFirst { logger.log(level, message, metadata: ["error": .failure(error)]) }
    }

    package func succeeded() {
        let failures = count.withLock { count in
            defer { count = 0 }
            return count
        }
        if failures > 0 { logger.notice(over, metadata: ["failures": .int(failures)]) }
    }
}
