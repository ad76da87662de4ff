import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct ModelSpendingTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `what is reserved counts against every limit at once`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let one = try await desk.submit(.sample(key: "one")).conversation
            let two = try await desk.submit(.sample(key: "two")).conversation
            let limits = SpendingLimits(conversation: 100, day: 150, month: 1000)

            let first = try await desk.reserve(100, for: one, limits)
            let sameConversation = try await desk.reserve(1, for: one, limits)
            let second = try await desk.reserve(50, for: two, limits)
            let sameDay = try await desk.reserve(1, for: two, limits)

            #expect(first.isReserved && second.isReserved)
            #expect(sameConversation == .over(.conversation))
            #expect(sameDay == .over(.day))
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `many calls at once in two processes reserve no more than there is`(backend: DatabaseBackend) async throws {
        try await backend.withTwoDesks { one, two in
            let conversation = try await one.submit().conversation
            let limits = SpendingLimits(conversation: 70, day: 70, month: 70)

            let reserved = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    let desk = number.isMultiple(of: 2) ? one : two
                    group.addTask { try await desk.reserve(10, for: conversation, limits).isReserved }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(reserved == 7)
            #expect(try await one.number("SELECT count(*) FROM spending_reservations") == 7)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a call takes its reservation's place`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let conversation = try await desk.submit().conversation
            let limits = SpendingLimits(conversation: 100)
            let reserved = try await desk.reserve(100, for: conversation, limits)

            try await desk.spending.settle(
                reserved.reservation, .sample(on: conversation, microUSD: 30))

            #expect(try await desk.reserve(71, for: conversation, limits) == .over(.conversation))
            #expect(try await desk.reserve(70, for: conversation, limits).isReserved)
            #expect(try await desk.number("SELECT count(*) FROM spending_reservations") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a reservation that was never settled counts until it expires`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let conversation = try await desk.submit().conversation
            let limits = SpendingLimits(conversation: 100, month: 100)
            let lost = try await desk.reserve(100, for: conversation, limits)
            desk.time.advance(by: 59)
            let before = try await desk.reserve(1, for: conversation, limits)
            desk.time.advance(by: 1)

            let after = try await desk.reserve(100, for: conversation, limits)

            #expect(before == .over(.month))
            #expect(after.isReserved)
            #expect(try await desk.number("SELECT count(*) FROM spending_reservations") == 1)
            // Its answer came after all, and has to be paid.
            try await desk.spending.settle(lost.reservation, .sample(on: conversation))
            #expect(try await desk.spending.spending(on: conversation).microUSD == 100)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a day and a month begin at midnight UTC`(backend: DatabaseBackend) async throws {
        var setting = DeskSetting()
        // 30 November 2026, 23:59:59
        setting.time = DeskTime(Date(timeIntervalSince1970: 1_796_083_199))
        try await backend.withDesk(setting) { desk in
            let conversation = try await desk.submit().conversation
            let limits = SpendingLimits(day: 100, month: 150)
            try await desk.spending.settle(nil, .sample(on: conversation, microUSD: 100))
            let today = try await desk.reserve(1, for: conversation, limits)
            desk.time.advance(by: 1)
            try await desk.spending.settle(nil, .sample(on: conversation, microUSD: 60))
            desk.time.advance(by: 86_400)

            let nextDay = try await desk.reserve(90, for: conversation, limits)
            let tooMuch = try await desk.reserve(1, for: conversation, limits)

            #expect(today == .over(.day))
            #expect(nextDay.isReserved)
            #expect(tooMuch == .over(.month))
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `without limits nothing is kept but what calls cost`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let conversation = try await desk.submit().conversation

            let decision = try await desk.reserve(Int.max, for: conversation, SpendingLimits())
            try await desk.spending.settle(decision.reservation, .sample(on: conversation))

            #expect(decision.isReserved)
            #expect(try await desk.number("SELECT count(*) FROM spending_reservations") == 0)
            #expect(try await desk.spending.spending(on: conversation).requests == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a conversation the desk doesn't keep has no share of its own`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let unknown: ID<Conversation> = desk.desk.ids.new()
            let limits = SpendingLimits(conversation: 10, month: 100)

            let reserved = try await desk.reserve(10, for: unknown, limits)
            try await desk.spending.settle(reserved.reservation, .sample(on: unknown, microUSD: 10))
            let again = try await desk.reserve(10, for: unknown, limits)
            let tooMuch = try await desk.reserve(81, for: unknown, limits)

            #expect(again.isReserved)
            #expect(tooMuch == .over(.month))
            #expect(try await desk.spending.spending(on: unknown) == ModelUsage())
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `figures come by day and model, the newest day first`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let conversation = try await desk.submit().conversation
            try await desk.spending.settle(nil, .sample(on: conversation, microUSD: 1))
            desk.time.advance(by: 86_400)
            for model in ["small", "large", "large"] {
                try await desk.spending.settle(nil, .sample(on: conversation, of: model, microUSD: 20))
            }

            let all = try await desk.spending.spending(since: desk.time.now.addingTimeInterval(-86_400))
            let today = try await desk.spending.spending(since: desk.time.now)
            let ofConversation = try await desk.spending.spending(on: conversation)

            let day = desk.time.now.startOfUTCDay
            #expect(all.map(\.model) == ["large", "small", "large"])
            #expect(all.map(\.day) == [day, day, day.addingTimeInterval(-86_400)])
            #expect(
                all[0].usage == ModelUsage(requests: 2, inputTokens: 2000, outputTokens: 100, microUSD: 40))
            #expect(today == Array(all.prefix(2)))
            #expect(
                ofConversation == ModelUsage(requests: 4, inputTokens: 4000, outputTokens: 200, microUSD: 61))
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `a company spends its own money`(backend: DatabaseBackend) async throws {
        var other = DeskSetting()
        other.workspace = ID(UUID())
        try await backend.withTwoDesks(DeskSetting(), other) { ours, theirs in
            try await SQLWorkspaces(theirs.desk).record(name: "Other", channels: [])
            let conversation = try await ours.submit().conversation
            let limits = SpendingLimits(month: 100)
            let reserved = try await ours.reserve(60, for: conversation, limits)
            try await ours.spending.settle(nil, .sample(on: conversation, microUSD: 40))

            let decision = try await theirs.reserve(100, for: conversation, limits)
            // Neither what isn't theirs is settled, nor our conversation charged.
            try await theirs.spending.settle(reserved.reservation, .sample(on: conversation, microUSD: 5))

            #expect(decision.isReserved)
            #expect(try await ours.reserve(1, for: conversation, limits) == .over(.month))
            #expect(try await theirs.spending.spending(on: conversation) == ModelUsage())
            #expect(try await ours.spending.spending(on: conversation).microUSD == 40)
            #expect(try await theirs.spending.spending(since: theirs.time.now).map(\.usage.microUSD) == [5])
        }
    }
}

extension TestDesk {
    /// Reserves for a minute.
    fileprivate func reserve(
        _ microUSD: Int, for conversation: ID<Conversation>, _ limits: SpendingLimits
    ) async throws -> SpendingDecision {
        try await spending.reserve(
            microUSD: microUSD, for: conversation, within: limits, lasting: .seconds(60))
    }
}

extension SpendingDecision {
    fileprivate var reservation: ID<SpendingReservation>? {
        if case .reserved(let id) = self { id } else { nil }
    }
    fileprivate var isReserved: Bool { reservation != nil }
}
