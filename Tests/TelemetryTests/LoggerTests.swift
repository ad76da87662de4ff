import FoundationEssentials
import Synchronization
import Telemetry
import Testing

@Suite struct LoggerTests {
    private let kept = Kept()
    private let noon = Date(timeIntervalSince1970: 1_700_049_600)

    @Test(arguments: LogLevel.allCases)
    func `a logger writes its own level and those above`(level: LogLevel) {
        let logger = Logger(level: level, sink: kept.sink)
        logger.debug("one")
        logger.info("two")
        logger.notice("three")
        logger.warning("four")
        logger.error("five")

        #expect(kept.entries.map(\.level) == LogLevel.allCases.filter { $0 >= level })
    }

    @Test func `metadata of a level that is off is never computed`() {
        let logger = Logger(level: .notice, sink: kept.sink)
        let count = Atomic<Int>(0)
        func costly() -> MetadataValue {
            count.wrappingAdd(1, ordering: .relaxed)
            return 1
        }
        logger.debug("off", metadata: ["cost": costly()])
        Logger.silent.error("nobody reads", metadata: ["cost": costly()])
        #expect(count.load(ordering: .relaxed) == 0)

        logger.error("on", metadata: ["cost": costly()])

        #expect(count.load(ordering: .relaxed) == 1)
    }

    @Test func `each line carries what the logger was given, and a call's own facts win`() {
        let logger = Logger(level: .debug, sink: kept.sink, now: { [noon] in noon })
            .with(["run.id": "r1", "channel": "email"])
            .with(["channel": "web_form"])
        logger.notice("Answered", metadata: ["run.id": "r2", "turns": 3])

        #expect(
            kept.entries == [
                LogEntry(
                    time: noon, level: .notice, message: "Answered",
                    metadata: ["run.id": "r2", "channel": "web_form", "turns": 3])
            ])
    }
}

/// Keeps entries for a test to look at.
final class Kept: Sendable {
    private let list = Mutex<[LogEntry]>([])

    var sink: LogSink { LogSink { [self] entry in list.withLock { $0.append(entry) } } }
    var entries: [LogEntry] { list.withLock { $0 } }
}
