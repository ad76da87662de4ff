import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

/// Acts of two processes that meet at the worst moment.
@Suite(.timeLimit(.minutes(5))) struct TwoProcessTests {
    private let receipt = Box<IntakeReceipt?>(nil)
    private let work = Box<ClaimedWork?>(nil)

    @Test func `one submission that reaches two processes at once is stored once`() async throws {
        let receipts = Box<[IntakeReceipt]>([])
        let submit: @Sendable (TestDesk) async throws -> Void = { desk in
            let receipt = try await desk.submit()
            receipts.change { $0.append(receipt) }
        }
        try await withStandoff(
            at: .intakeStored, first: submit, second: submit,
            afterwards: { desk in
                let links = receipts.value.map(\.link)
                let repetitions = receipts.value.map(\.isRepetition)
                let tickets = try await desk.number("SELECT count(*) FROM tickets")
                #expect(Set(links).count == 1)
                #expect(repetitions.count { $0 } == 1)
                #expect(tickets == 1)
            })
    }

    @Test func `one key for two messages at once is refused for one of them`() async throws {
        try await withStandoff(
            at: .intakeStored, first: { try await $0.submit() },
            second: { desk in
                await #expect(throws: IntakeError.keyUsedForAnotherMessage) {
                    try await desk.submit(.sample(content: "Something else."))
                }
            },
            afterwards: { desk in
                let messages = try await desk.words("SELECT content FROM messages")
                #expect(messages == ["How do I reset my password?"])
            })
    }

    @Test func `two submissions of a new address at once make one customer`() async throws {
        try await withStandoff(
            at: .intakeStored, first: { try await $0.submit(.sample(key: "a")) },
            second: { try await $0.submit(.sample(key: "b")) },
            afterwards: { desk in
                let customers = try await desk.number("SELECT count(*) FROM customers")
                let conversations = try await desk.number("SELECT count(*) FROM conversations")
                #expect(customers == 1)
                #expect(conversations == 2)
            })
    }

    @Test func `two workers never claim one conversation`() async throws {
        try await withStandoff(
            at: .claimStored, preparing: { try await $0.submit() },
            first: { [work] in work.value = try await $0.claimNext(for: .sample(1)) },
            second: { desk in
                let none = try await desk.claimNext(for: .sample(2))
                #expect(none == nil)
            },
            afterwards: { [work] desk in
                let claimed = try #require(work.value)
                try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
            })
    }

    @Test func `a claim before a take-over is lost`() async throws {
        try await withStandoff(
            at: .claimStored, preparing: prepare,
            first: { [work] in work.value = try await $0.claimNext() },
            second: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            afterwards: { [work] desk in
                let claimed = try #require(work.value)
                await #expect(throws: ClaimLost.self) {
                    try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
                }
                try await expectNoAnswer(desk)
            })
    }

    @Test func `a take-over before a claim leaves nothing to claim`() async throws {
        try await withStandoff(
            at: .takeOverStored, preparing: prepare,
            first: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            second: { desk in
                let none = try await desk.claimNext()
                #expect(none == nil)
            },
            afterwards: { try await expectNoAnswer($0) })
    }

    @Test func `a take-over before a commit discards the answer whole`() async throws {
        try await withStandoff(
            at: .takeOverStored, preparing: prepareClaimed,
            first: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            second: { [work] desk in
                let claimed = try #require(work.value)
                await #expect(throws: ClaimLost.self) {
                    try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
                }
            },
            afterwards: { try await expectNoAnswer($0) })
    }

    @Test func `a commit before a take-over is kept`() async throws {
        try await withStandoff(
            at: .answerStored, preparing: prepareClaimed,
            first: { [work] in try await $0.queue.commit(.sample(answering: work.value!), under: work.value!.claim) },
            second: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            afterwards: { desk in
                let states = try await desk.words("SELECT state FROM inbound")
                let deliveries = try await desk.words("SELECT state FROM outbox")
                let statuses = try await desk.words("SELECT status FROM tickets")
                #expect(states == ["done"])
                #expect(deliveries == ["delivered"])
                #expect(statuses == ["escalated"])
            })
    }

    @Test func `a reply during a commit waits for the next run`() async throws {
        try await withStandoff(
            at: .answerStored, preparing: prepareClaimed,
            first: { [work] in try await $0.queue.commit(.sample(answering: work.value!), under: work.value!.claim) },
            second: { [receipt] in try await $0.reply(to: receipt.value!.link) },
            afterwards: { desk in
                let next = try #require(try await desk.claimNext())
                #expect(next.pending.map(\.message.seq) == [3])
                #expect(next.ticket?.status == .processing)
            })
    }

    @Test func `a reply before a commit waits for the next run`() async throws {
        try await withStandoff(
            at: .intakeStored, preparing: prepareClaimed,
            first: { [receipt] in try await $0.reply(to: receipt.value!.link) },
            second: { [work] in try await $0.queue.commit(.sample(answering: work.value!), under: work.value!.claim) },
            afterwards: { desk in
                let next = try #require(try await desk.claimNext())
                #expect(next.pending.map(\.message.seq) == [2])
            })
    }

    @Test func `a take-over before a reply makes it the teammate's`() async throws {
        try await withStandoff(
            at: .takeOverStored, preparing: prepare,
            first: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            second: { [receipt] in try await $0.reply(to: receipt.value!.link) },
            afterwards: { desk in
                let states = try await desk.words("SELECT state FROM inbound")
                #expect(states == ["with_teammate", "with_teammate"])
            })
    }

    @Test func `a dead letter before a take-over is kept, and the customer is told once`() async throws {
        try await withStandoff(
            at: .deadLetterStored, preparing: prepareClaimed,
            first: { [work] desk in
                let claimed = try #require(work.value)
                try await desk.queue.deadLetter(.sample(claimed.pending[0].inbound), under: claimed.claim)
            },
            second: { [receipt] in try await $0.teammates.take(receipt.value!.ticket, by: "kim") },
            afterwards: { desk in
                let states = try await desk.words("SELECT state FROM inbound")
                let roles = try await desk.words("SELECT role FROM messages ORDER BY seq")
                #expect(states == ["dead"])
                #expect(roles == ["customer", "system"])
            })
    }

    @Test func `a worker that is buried while it notes a failure keeps what it noted`() async throws {
        try await withStandoff(
            at: .failureStored,
            preparing: { desk in
                _ = try await desk.queue.heartbeat(of: .sample(1))
                try await prepareClaimed(desk)
                desk.time.advance(by: 11)
            },
            first: { [work] desk in
                let claimed = try #require(work.value)
                try await desk.queue.retryLater(
                    claimed.pending.map(\.inbound), at: desk.time.now, cause: .sample, under: claimed.claim)
            },
            second: { desk in
                let freed = try await desk.queue.heartbeat(of: .sample(2))
                #expect(freed == 0)
            },
            afterwards: { desk in
                let next = try #require(try await desk.claimNext(for: .sample(2)))
                #expect(next.pending.map(\.tries) == [1])
            })
    }

    @Test func `a replay and a teammate's reply at once are never both`() async throws {
        try await DatabaseBackend.sqliteFile.withTwoDesks { one, two in
            for round in 0..<10 {
                let receipt = try await one.submit(.sample(key: "\(round)"))
                try await one.deadLetterNext()
                let letter = try #require(try await one.deadLetters.deadLetters(limit: 1).first)

                async let replayed = one.deadLetters.replay(letter.id, by: "lee")
                async let taken: Void = two.teammates.take(receipt.ticket, by: "kim")
                let result = try await replayed
                try await taken

                let state = try await one.words("SELECT state FROM inbound ORDER BY received_at DESC, id DESC").first
                // Queued first, it was handed over; taken first, it was left alone.
                #expect(state == (result == .queued ? "with_teammate" : "dead"))
                let next = try await one.claimNext()
                #expect(next == nil)
            }
        }
    }

    @Test func `two replays at once queue a message once`() async throws {
        try await DatabaseBackend.sqliteFile.withTwoDesks { one, two in
            try await one.submit()
            try await one.deadLetterNext()
            let letter = try #require(try await one.deadLetters.deadLetters(limit: 1).first)

            async let first = one.deadLetters.replay(letter.id, by: "kim")
            async let second = two.deadLetters.replay(letter.id, by: "lee")
            let results = try await [first, second]

            #expect(results.count { $0 == .queued } == 1)
            #expect(results.count { $0 == .alreadyAnswered } == 1)
        }
    }

    @Test func `two processes that start at once make one first key`() async throws {
        try await DatabaseBackend.sqliteFile.withTwoDesks { one, two in
            let keys = [one, two].map { APIKey(id: $0.desk.ids.new(), name: "first", scopes: [.read]) }

            async let first = one.keys.createFirst(keys[0], digest: "aa")
            async let second = two.keys.createFirst(keys[1], digest: "bb")
            let made = try await [first, second]

            #expect(made.count { $0 } == 1)
        }
    }

    // MARK: Before

    @Sendable private func prepare(_ desk: TestDesk) async throws { receipt.value = try await desk.submit() }

    @Sendable private func prepareClaimed(_ desk: TestDesk) async throws {
        try await prepare(desk)
        let claimed = try #require(try await desk.claimNext())
        work.value = claimed
    }

    private func expectNoAnswer(_ desk: TestDesk) async throws {
        let states = try await desk.words("SELECT state FROM inbound")
        let roles = try await desk.words("SELECT role FROM messages ORDER BY seq")
        let answers = try await desk.number("SELECT count(*) FROM answer_inputs")
        let metrics = try await desk.number("SELECT count(*) FROM agent_metrics")
        #expect(states == ["with_teammate"])
        #expect(roles == ["customer"])
        #expect(answers == 0)
        #expect(metrics == 0)
    }
}
