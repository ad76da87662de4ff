import AgentRuntime
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SystemClockTests {
    @Test func `an alarm rings, and not before its deadline`() async {
        let clock = SystemClock.shared
        let deadline = clock.now + .milliseconds(1)

        let rungAt = await withCheckedContinuation { continuation in
            _ = clock.alarm(at: deadline) { continuation.resume(returning: clock.now) }
        }

        #expect(rungAt >= deadline)
    }

    @Test func `an alarm whose deadline has passed rings all the same`() async {
        let clock = SystemClock.shared

        await withCheckedContinuation { continuation in
            _ = clock.alarm(at: clock.now - .seconds(5)) { continuation.resume() }
        }
    }

    @Test func `an alarm for a year far away can be set and cancelled`() {
        let clock = SystemClock.shared

        let alarm = clock.alarm(at: clock.now + .seconds(1_000_000_000_000)) { Issue.record("It rang.") }

        alarm.cancel()
    }

    @Test func `alarms ring in the order of their deadlines, and cancelled ones never`() async {
        let clock = SystemClock.shared
        let journal = Journal()
        let now = clock.now

        await withCheckedContinuation { continuation in
            _ = clock.alarm(at: now + .milliseconds(3)) {
                journal.write("third")
                continuation.resume()
            }
            _ = clock.alarm(at: now + .milliseconds(1)) { journal.write("first") }
            clock.alarm(at: now + .milliseconds(2)) { journal.write("second") }.cancel()
        }

        #expect(journal.entries == ["first", "third"])
    }

    @Test func `a thousand alarms set from everywhere all ring`() async {
        let clock = SystemClock.shared

        await withTaskGroup(of: Void.self) { group in
            for index in 0..<1_000 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        _ = clock.alarm(at: clock.now + .microseconds(index)) { continuation.resume() }
                    }
                }
            }
        }
    }
}
