import FoundationEssentials
import Telemetry
import Testing

@Suite struct RecurringFailureTests {
    private struct Outage: Error {}

    private let kept = Kept()
    private let beating: RecurringFailure

    init() {
        beating = RecurringFailure(
            "Heartbeat could not be stored", over: "Heartbeats are stored again", level: .warning,
            logger: Logger(level: .debug, sink: kept.sink))
    }

    @Test func `failures in a row are told once, and once more when they are over`() {
        for _ in 0..<3 { beating.failed(Outage()) }
        for _ in 0..<2 { beating.succeeded() }

        #expect(kept.entries.map(\.message) == ["Heartbeat could not be stored", "Heartbeats are stored again"])
        #expect(kept.entries.map(\.level) == [.warning, .notice])
        #expect(kept.entries.last?.metadata == ["failures": 3])
    }

    @Test func `a later failure is told again`() {
        beating.failed(Outage())
        beating.succeeded()
        beating.failed(Outage())

        #expect(kept.entries.map(\.level) == [.warning, .notice, .warning])
    }

    @Test func `what never fails says nothing`() {
        beating.succeeded()

        #expect(kept.entries.isEmpty)
    }
}
