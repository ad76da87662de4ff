import Foundation
import Testing

@testable import SupportDesk

struct AnswerTimeTests {
    @Test(arguments: [
        // Within one working day a span is said.
        ("2026-11-24T10:00:00Z", 4, "within 4 hours", "2026-11-24T14:00:00Z"),
        ("2026-11-24T10:00:00Z", 1, "within an hour", "2026-11-24T11:00:00Z"),
        ("2026-11-24T13:00:00Z", 4, "within 4 hours", "2026-11-24T17:00:00Z"),
        // Over night, from the evening, over a weekend: a day and a time.
        ("2026-11-24T15:37:00Z", 4, "by Wednesday 12:00 UTC", "2026-11-25T12:00:00Z"),
        ("2026-11-24T22:00:00Z", 4, "by Wednesday 13:00 UTC", "2026-11-25T13:00:00Z"),
        ("2026-11-24T03:00:00Z", 1, "by Tuesday 10:00 UTC", "2026-11-24T10:00:00Z"),
        ("2026-11-27T16:30:00Z", 2, "by Monday 10:30 UTC", "2026-11-30T10:30:00Z"),
        ("2026-11-28T12:00:00Z", 4, "by Monday 13:00 UTC", "2026-11-30T13:00:00Z"),
        // Further away the date is said too.
        ("2026-11-24T10:00:00Z", 48, "by Wednesday, 2026-12-02 10:00 UTC", "2026-12-02T10:00:00Z"),
    ])
    func `an answer is promised within the team's hours`(
        now: String, hours: Int, words: String, latest: String
    ) throws {
        let answer = AnswerTime(
            workingHours: hours, of: .support, in: Workspace(), on: .email, at: try #require(ZoneRulesTests.date(now)))

        #expect(answer.words == words)
        #expect(answer.latest == ZoneRulesTests.date(latest))
    }

    @Test func `a team that is always there answers in a span at any hour`() throws {
        let team = Team(id: "security", name: "our security team", hours: .always)
        let answer = AnswerTime(
            workingHours: 3, of: team, in: Workspace(), on: .email,
            at: try #require(ZoneRulesTests.date("2026-11-28T23:10:00Z")))
        #expect(answer.words == "within 3 hours")
    }

    @Test func `hours are those of the workspace's clocks, also across a change`() throws {
        var workspace = Workspace()
        workspace.zone = try #require(ZoneRulesTests.zone("Europe/Berlin"))
        // Friday 16:00 CET before the clocks go forward on Sunday.
        let friday = try #require(ZoneRulesTests.date("2026-03-27T15:00:00Z"))

        let answer = AnswerTime(workingHours: 2, of: .support, in: workspace, on: .email, at: friday)

        #expect(answer.words == "by Monday 10:00 CEST")
        #expect(answer.latest == ZoneRulesTests.date("2026-03-30T08:00:00Z"))
    }

    @Test func `the promise never lies before the working time is over`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let start = Int.random(in: 0..<1_439, using: &random)
            let team = Team(
                id: "t", name: "t",
                hours: WorkingHours(
                    days: Set(Weekday.allCases.shuffled(using: &random).prefix(Int.random(in: 1...7, using: &random))),
                    minutes: start..<Int.random(in: (start + 1)...1_440, using: &random)))
            let now = Date(timeIntervalSince1970: Double.random(in: 0..<4_000_000_000, using: &random))
            let hours = Int.random(in: 1...24, using: &random)

            let answer = AnswerTime(workingHours: hours, of: team, in: Workspace(), on: .email, at: now)

            #expect(answer.latest >= now + Double(hours) * 3_600)
            #expect(answer.words.hasPrefix("within") || answer.words.hasPrefix("by"))
        }
    }
}

/// Random numbers that come again the same for a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
