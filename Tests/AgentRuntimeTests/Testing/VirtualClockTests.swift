import AgentRuntime
import Testing

@Suite(.timeLimit(.minutes(1)))
struct VirtualClockTests {
    @Test func `alarms ring when the time has come, the earliest first`() {
        let clock = VirtualClock()
        let journal = Journal()
        _ = clock.alarm(at: clock.now + .seconds(2)) { journal.write("two") }
        _ = clock.alarm(at: clock.now + .seconds(1)) { journal.write("one") }
        _ = clock.alarm(at: clock.now + .seconds(3)) { journal.write("three") }
        clock.alarm(at: clock.now + .seconds(1)) { journal.write("cancelled") }.cancel()

        clock.advance(by: .milliseconds(999))
        #expect(journal.entries.isEmpty)
        clock.advance(by: .milliseconds(1_001))
        #expect(journal.entries == ["one", "two"])
    }

    @Test func `an alarm for the past rings at once`() {
        let clock = VirtualClock()
        let journal = Journal()

        _ = clock.alarm(at: clock.now) { journal.write("now") }

        #expect(journal.entries == ["now"])
    }

    @Test func `it can be waited for until alarms are set`() async {
        let clock = VirtualClock()

        async let waiting: Void = clock.alarms(atLeast: 2)
        _ = clock.alarm(at: clock.now + .seconds(1)) {}
        _ = clock.alarm(at: clock.now + .seconds(1)) {}

        await waiting
    }
}
