import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

/// What runs of a model do beside each other and beside teammates, one standing still before each of its statements.
@Suite(.timeLimit(.minutes(5))) struct RunInterleavingTests {
    private let receipt = Box<IntakeReceipt?>(nil)
    private let work = Box<ClaimedWork?>(nil)
    private let refusals = Box(0)

    // MARK: Spending

    @Test(arguments: TestServer.all)
    func `two workers never both take the last cent`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, preparing: submit, first: reserveMost, second: reserveMost,
            afterwards: { [refusals] desk in
                #expect(refusals.value == 1)
                refusals.value = 0
                let reserved = try await desk.number("SELECT sum(micro_usd)::bigint FROM spending_reservations")
                #expect(reserved == 60)
            })
    }

    @Test(arguments: TestServer.all)
    func `a call that is settled beside a reservation counts once`(server: TestServer) async throws {
        let settled = Box<ID<SpendingReservation>?>(nil)
        let settle: @Sendable (TestDesk) async throws -> Void = { [receipt] desk in
            try await desk.spending.settle(
                settled.value, .sample(on: receipt.value!.conversation, microUSD: 50))
        }
        // Whether it still holds 50 or has cost 50: there is room for 50, and not for 60.
        let reserveRest: @Sendable (TestDesk) async throws -> Void = { [reserve, reserveMost] desk in
            try await reserveMost(desk)
            let decision = try await reserve(50, desk)
            #expect(decision != .over(.month))
        }
        let prepare: (TestDesk) async throws -> Void = { desk in
            try await submit(desk)
            guard case .reserved(let id) = try await reserve(50, desk) else { return }
            settled.value = id
        }
        let check: (TestDesk) async throws -> Void = { [refusals] desk in
            #expect(refusals.value == 1)
            refusals.value = 0
            let reserved = try await desk.number("SELECT sum(micro_usd)::bigint FROM spending_reservations")
            let spent = try await desk.spending.spending(since: desk.time.now).map(\.usage.microUSD)
            #expect(reserved == 50)
            #expect(spent == [50])
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: reserveRest, second: settle, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: settle, second: reserveRest, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `two calls that are settled at once are added`(server: TestServer) async throws {
        let settle: @Sendable (TestDesk) async throws -> Void = { [receipt] desk in
            try await desk.spending.settle(nil, .sample(on: receipt.value!.conversation, microUSD: 7))
        }
        try await withEveryInterleaving(
            on: server, preparing: submit, first: settle, second: settle,
            afterwards: { [receipt] desk in
                let spent = try await desk.spending.spending(since: desk.time.now).map(\.usage.microUSD)
                let ofConversation = try await desk.spending.spending(on: receipt.value!.conversation)
                #expect(spent == [14])
                #expect(ofConversation.microUSD == 14)
                #expect(ofConversation.requests == 2)
            })
    }

    @Test(arguments: TestServer.all)
    func `a call that is settled beside deletion is paid by the day at least`(server: TestServer) async throws {
        let prepare: (TestDesk) async throws -> Void = { [receipt] desk in
            receipt.value = try await desk.submit()
            try await desk.answerNext()
            desk.time.advance(by: 91 * 86_400)
        }
        let settle: @Sendable (TestDesk) async throws -> Void = { [receipt] desk in
            try await desk.spending.settle(nil, .sample(on: receipt.value!.conversation, microUSD: 7))
        }
        let delete: @Sendable (TestDesk) async throws -> Void = { [receipt] desk in
            _ = try await desk.retention.delete(
                [receipt.value!.conversation], quietSince: desk.time.now.addingTimeInterval(-90 * 86_400))
        }
        let check: (TestDesk) async throws -> Void = { desk in
            let spent = try await desk.spending.spending(since: desk.time.now).map(\.usage.microUSD)
            #expect(spent == [7])
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: settle, second: delete, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: delete, second: settle, afterwards: check)
    }

    // MARK: Journals

    @Test(arguments: TestServer.all)
    func `a step beside a take-over is lost, and leaves no journal`(server: TestServer) async throws {
        let take: @Sendable (TestDesk) async throws -> Void = { [receipt] desk in
            try await desk.teammates.take(receipt.value!.ticket, by: "kim")
        }
        let check: (TestDesk) async throws -> Void = { desk in
            refusals.value = 0
            try await expect("SELECT count(*) FROM run_journal", 0, in: desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: append, second: take, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: take, second: append, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a step beside the next claim is seen by it or lost`(server: TestServer) async throws {
        let found = Box<[Int]>([])
        let takeAndRead: @Sendable (TestDesk) async throws -> Void = { desk in
            _ = try await desk.queue.heartbeat(of: .sample(2))
            // Passed over where the step's row is locked; whoever holds it is done soon.
            var claimed = try await desk.claimNext(for: .sample(2))
            while claimed == nil { claimed = try await desk.claimNext(for: .sample(2)) }
            let next = try #require(claimed)
            let steps = try await desk.journals.steps(under: next.claim)
            found.value = [steps.count]
        }
        let prepare: (TestDesk) async throws -> Void = { desk in
            _ = try await desk.queue.heartbeat(of: .sample(1))
            try await prepareClaimed(desk)
            desk.time.advance(by: 11)
        }
        let check: (TestDesk) async throws -> Void = { desk in
            let isLost = refusals.value == 1
            refusals.value = 0
            #expect(found.value == [isLost ? 0 : 1])
            try await expect("SELECT count(*) FROM run_journal", isLost ? 0 : 1, in: desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: append, second: takeAndRead, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: takeAndRead, second: append, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a step beside the commit of its run goes with it or is lost`(server: TestServer) async throws {
        let commit: @Sendable (TestDesk) async throws -> Void = { [work] desk in
            let claimed = try #require(work.value)
            var outcome = RunOutcome.sample(answering: claimed)
            outcome.isJournaled = true
            try await desk.queue.commit(outcome, under: claimed.claim)
        }
        let check: (TestDesk) async throws -> Void = { desk in
            refusals.value = 0
            try await expect("SELECT count(*) FROM run_journal", 0, in: desk)
            try await expect("SELECT count(*) FROM answer_inputs", 1, in: desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: append, second: commit, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: commit, second: append, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `the sweep beside a new message and its run takes none of its steps`(server: TestServer) async throws {
        let prepare: (TestDesk) async throws -> Void = { desk in
            try await prepareClaimed(desk)
            let claimed = try #require(work.value)
            try await desk.journals.append([.step("old")], under: claimed.claim)
            try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
        }
        let sweep: @Sendable (TestDesk) async throws -> Void = { _ = try await $0.queue.sweep() }
        let begin: @Sendable (TestDesk) async throws -> Void = { [receipt, work] desk in
            _ = try await desk.reply(to: receipt.value!.link)
            // Passed over where the sweep holds its row; whoever holds a row is done soon.
            var claimed = try await desk.claimNext()
            while claimed == nil { claimed = try await desk.claimNext() }
            let held = try #require(claimed)
            work.value = held
            try await desk.journals.discard(under: held.claim)
            try await desk.journals.append([.step("new")], under: held.claim)
        }
        let check: (TestDesk) async throws -> Void = { desk in
            let steps = try await desk.journals.steps(under: try #require(work.value).claim)
            #expect(steps == [.step("new")])
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: begin, second: sweep, afterwards: check)
    }

    private func expect(_ sql: StaticString, _ number: Int, in desk: TestDesk) async throws {
        let found = try await desk.number(sql)
        #expect(found == number, "\(sql)")
    }

    // MARK: The acts

    @Sendable private func submit(_ desk: TestDesk) async throws { receipt.value = try await desk.submit() }

    @Sendable private func prepareClaimed(_ desk: TestDesk) async throws {
        try await submit(desk)
        let claimed = try await desk.claimNext()
        let held = try #require(claimed)
        work.value = held
    }

    /// Asks for more than half of what there is; a refusal is counted.
    @Sendable private func reserveMost(_ desk: TestDesk) async throws {
        if try await reserve(60, desk) == .over(.month) { refusals.change { $0 += 1 } }
    }

    @Sendable private func reserve(_ microUSD: Int, _ desk: TestDesk) async throws -> SpendingDecision {
        try await desk.spending.reserve(
            microUSD: microUSD, for: receipt.value!.conversation, within: SpendingLimits(month: 100),
            lasting: .seconds(60))
    }

    /// Keeps a step of the claimed run, which may have lost its claim; that is counted.
    @Sendable private func append(_ desk: TestDesk) async throws {
        let claimed = try #require(work.value)
        do { try await desk.journals.append([.step("one")], under: claimed.claim) } catch is ClaimLost {
            refusals.change { $0 += 1 }
        }
    }
}
