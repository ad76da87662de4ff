import SQL
import Storage
import SupportDesk
import TestServers
import TestSupport
import Testing

/// The acts that decide something, two at a time on PostgreSQL, one standing still before each of its statements in
/// turn: READ COMMITTED lets them see each other's half-done work, so each has to lock what its decision hangs on.
@Suite(.timeLimit(.minutes(5))) struct EveryInterleavingTests {
    private let receipt = Box<IntakeReceipt?>(nil)
    private let receipts = Box<[IntakeReceipt]>([])
    private let work = Box<ClaimedWork?>(nil)
    private let works = Box<[ClaimedWork]>([])
    private let refusals = Box(0)

    // MARK: Intake

    @Test(arguments: TestServer.all)
    func `one submission that reaches two processes is stored once`(server: TestServer) async throws {
        let submit: @Sendable (TestDesk) async throws -> Void = { [receipts] desk in
            let receipt = try await desk.submit()
            receipts.change { $0.append(receipt) }
        }
        try await withEveryInterleaving(on: server, first: submit, second: submit) { [receipts] desk in
            let found = receipts.value
            receipts.value = []
            #expect(Set(found.map(\.link)).count == 1)
            #expect(found.count { $0.isRepetition } == 1)
            try await expect("SELECT count(*) FROM inbound", 1, in: desk)
            try await expect("SELECT count(*) FROM tickets", 1, in: desk)
        }
    }

    @Test(arguments: TestServer.all)
    func `one key for two messages is refused for one of them`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, first: refusing(IntakeError.keyUsedForAnotherMessage) { try await $0.submit() },
            second: refusing(IntakeError.keyUsedForAnotherMessage) {
                try await $0.submit(.sample(content: "Something else."))
            },
            afterwards: { [refusals] desk in
                #expect(refusals.value == 1)
                refusals.value = 0
                try await expect("SELECT count(*) FROM messages", 1, in: desk)
            })
    }

    @Test(arguments: TestServer.all)
    func `two submissions of a new address make one customer`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, first: { try await $0.submit(.sample(key: "a")) },
            second: { try await $0.submit(.sample(key: "b")) },
            afterwards: { desk in
                try await expect("SELECT count(*) FROM customers", 1, in: desk)
                try await expect("SELECT count(*) FROM customer_identifiers", 1, in: desk)
                try await expect("SELECT count(*) FROM conversations", 2, in: desk)
            })
    }

    @Test(arguments: TestServer.all)
    func `two replies on a closed ticket open one successor`(server: TestServer) async throws {
        let reply: @Sendable (String) -> @Sendable (TestDesk) async throws -> Void = { [receipt] key in
            { _ = try await $0.reply(.sample(key: key), to: receipt.value!.link) }
        }
        try await withEveryInterleaving(
            on: server,
            preparing: { desk in
                try await submit(desk)
                try await desk.answerNext()
                try await desk.teammates.close(receipt.value!.ticket, by: "kim")
            }, first: reply("one"), second: reply("two"),
            afterwards: { desk in
                try await expect("SELECT count(*) FROM tickets WHERE status <> 'closed'", 1, in: desk)
                let next = try #require(try await desk.claimNext())
                #expect(next.pending.map(\.message.seq) == [3, 4])
            })
    }

    // MARK: Claim and commit

    @Test(arguments: TestServer.all)
    func `two workers never claim one conversation`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, preparing: submit, first: claim(for: 1), second: claim(for: 2),
            afterwards: { [works] desk in
                let claimed = works.value
                works.value = []
                try #require(claimed.count == 1)
                try await desk.queue.commit(.sample(answering: claimed[0]), under: claimed[0].claim)
            })
    }

    @Test(arguments: TestServer.all)
    func `a submission during a claim is claimed then or next`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, preparing: submit, first: claim(for: 1),
            second: { [receipt] in _ = try await $0.reply(to: receipt.value!.link) },
            afterwards: { [works] desk in
                let claimed = try #require(works.value.first)
                works.value = []
                try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
                let covered = claimed.pending.map(\.message.content)
                let next = try await desk.claimNext()?.pending.map(\.message.content) ?? []
                #expect((covered + next).count == 2)
            })
    }

    @Test(arguments: TestServer.all)
    func `a reply while an answer is committed waits for the next run`(server: TestServer) async throws {
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: commit,
            second: { [receipt] in _ = try await $0.reply(to: receipt.value!.link) }, afterwards: expectReplyWaiting)
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed,
            first: { [receipt] in _ = try await $0.reply(to: receipt.value!.link) }, second: commit,
            afterwards: expectReplyWaiting)
    }

    @Test(arguments: TestServer.all)
    func `a worker buried while it commits either answers or loses its claim`(server: TestServer) async throws {
        let bury: @Sendable (TestDesk) async throws -> Void = { _ = try await $0.queue.heartbeat(of: .sample(2)) }
        let prepare: (TestDesk) async throws -> Void = { desk in
            _ = try await desk.queue.heartbeat(of: .sample(1))
            try await prepareClaimed(desk)
            desk.time.advance(by: 11)
        }
        let check: (TestDesk) async throws -> Void = { [refusals] desk in
            let isLost = refusals.value == 1
            refusals.value = 0
            try await expect("SELECT count(*) FROM answer_inputs", isLost ? 0 : 1, in: desk)
            try await expect("SELECT count(*) FROM claims WHERE owner IS NOT NULL", 0, in: desk)
            let next = try await desk.claimNext(for: .sample(2))
            #expect((next != nil) == isLost)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: refusing(ClaimLost(), commit), second: bury, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepare, first: bury, second: refusing(ClaimLost(), commit), afterwards: check)
    }

    // MARK: Teammates

    @Test(arguments: TestServer.all)
    func `a take-over beside a claim leaves nothing to answer`(server: TestServer) async throws {
        let check: (TestDesk) async throws -> Void = { [works] desk in
            for claimed in works.value {
                await #expect(throws: ClaimLost.self) {
                    try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
                }
            }
            works.value = []
            try await expectNoAnswer(desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: submit, first: claim(for: 1), second: take, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: submit, first: take, second: claim(for: 1), afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a take-over beside a commit keeps the answer or discards it whole`(server: TestServer) async throws {
        let check: (TestDesk) async throws -> Void = { [refusals] desk in
            let isLost = refusals.value == 1
            refusals.value = 0
            if isLost { return try await expectNoAnswer(desk) }
            try await expect("SELECT state FROM inbound", ["done"], in: desk)
            try await expect("SELECT state FROM outbox", ["delivered"], in: desk)
            try await expect("SELECT status FROM tickets", ["escalated"], in: desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: refusing(ClaimLost(), commit), second: take,
            afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: take, second: refusing(ClaimLost(), commit),
            afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a reply beside a take-over is the teammate's`(server: TestServer) async throws {
        let reply: @Sendable (TestDesk) async throws -> Void = { [receipt] in
            _ = try await $0.reply(to: receipt.value!.link)
        }
        let check: (TestDesk) async throws -> Void = { desk in
            try await expect("SELECT state FROM inbound", ["with_teammate", "with_teammate"], in: desk)
            try await expectNothingDue(desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: submit, first: reply, second: take, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: submit, first: take, second: reply, afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `a ticket has one holder`(server: TestServer) async throws {
        let take: @Sendable (String) -> @Sendable (TestDesk) async throws -> Void = { [receipt, refusals] name in
            { desk in
                do { try await desk.teammates.take(receipt.value!.ticket, by: name) } catch TicketDeskError.heldBy {
                    refusals.change { $0 += 1 }
                }
            }
        }
        try await withEveryInterleaving(
            on: server, preparing: submit, first: take("kim"), second: take("lee"),
            afterwards: { [refusals] desk in
                #expect(refusals.value == 1)
                refusals.value = 0
                try await expect("SELECT count(*) FROM audit_log WHERE action = 'ticket.taken'", 1, in: desk)
            })
    }

    // MARK: Failures

    @Test(arguments: TestServer.all)
    func `a dead letter beside a take-over is one of the two`(server: TestServer) async throws {
        let giveUp: @Sendable (TestDesk) async throws -> Void = { [work] desk in
            let claimed = try #require(work.value)
            try await desk.queue.deadLetter(.sample(claimed.pending[0].inbound), under: claimed.claim)
        }
        let check: (TestDesk) async throws -> Void = { [refusals] desk in
            let isLost = refusals.value == 1
            refusals.value = 0
            try await expect("SELECT state FROM inbound", [isLost ? "with_teammate" : "dead"], in: desk)
            try await expect("SELECT count(*) FROM messages WHERE role = 'system'", isLost ? 0 : 1, in: desk)
            try await expect("SELECT count(*) FROM dead_letters", isLost ? 0 : 1, in: desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: refusing(ClaimLost(), giveUp), second: take,
            afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepareClaimed, first: take, second: refusing(ClaimLost(), giveUp),
            afterwards: check)
    }

    @Test(arguments: TestServer.all)
    func `two replays queue a message once`(server: TestServer) async throws {
        let results = Box<[ReplayResult]>([])
        try await withEveryInterleaving(
            on: server, preparing: prepareDead, first: replay(noting: results), second: replay(noting: results),
            afterwards: { desk in
                let found = results.value
                results.value = []
                #expect(found.count { $0 == .queued } == 1)
                #expect(found.count { $0 == .alreadyAnswered } == 1)
                let next = try await desk.claimNext()
                #expect(next?.pending.count == 1)
            })
    }

    @Test(arguments: TestServer.all)
    func `a replay and a take-over are never both`(server: TestServer) async throws {
        let results = Box<[ReplayResult]>([])
        let check: (TestDesk) async throws -> Void = { desk in
            let result = try #require(results.value.first)
            results.value = []
            // Queued first, it was handed over; taken first, it was left alone.
            try await expect("SELECT state FROM inbound", [result == .queued ? "with_teammate" : "dead"], in: desk)
            try await expectNothingDue(desk)
        }
        try await withEveryInterleaving(
            on: server, preparing: prepareDead, first: replay(noting: results), second: take, afterwards: check)
        try await withEveryInterleaving(
            on: server, preparing: prepareDead, first: take, second: replay(noting: results), afterwards: check)
    }

    // MARK: The company

    @Test(arguments: TestServer.all)
    func `two processes that start make one first key`(server: TestServer) async throws {
        let made = Box<[Bool]>([])
        let create: @Sendable (String) -> @Sendable (TestDesk) async throws -> Void = { digest in
            { desk in
                let key = APIKey(id: desk.desk.ids.new(), name: "first", scopes: [.read])
                let isMade = try await desk.keys.createFirst(key, digest: digest)
                made.change { $0.append(isMade) }
            }
        }
        try await withEveryInterleaving(
            on: server, first: create("aa"), second: create("bb"),
            afterwards: { desk in
                #expect(made.value.count { $0 } == 1)
                made.value = []
                try await expect("SELECT count(*) FROM api_keys", 1, in: desk)
            })
    }

    @Test(arguments: TestServer.all)
    func `two imports leave the documents of one of them`(server: TestServer) async throws {
        let replace: @Sendable (String) -> @Sendable (TestDesk) async throws -> Void = { word in
            { desk in
                _ = try await SQLKnowledgeStore(desk.desk).replaceAll(
                    with: ["a", "b"].map {
                        Passage(
                            citation: $0, documentTitle: "Login", headingPath: ["Login"], category: nil,
                            markdown: word, position: 1)
                    })
            }
        }
        try await withEveryInterleaving(
            on: server, first: replace("left"), second: replace("right"),
            afterwards: { desk in
                let texts = try await SQLKnowledgeStore(desk.desk).passages().map(\.markdown)
                #expect(texts.count == 2)
                #expect(Set(texts).count == 1)
            })
    }
}

// The acts, one line each.
extension EveryInterleavingTests {
    @Sendable private func submit(_ desk: TestDesk) async throws { receipt.value = try await desk.submit() }

    @Sendable private func prepareClaimed(_ desk: TestDesk) async throws {
        try await submit(desk)
        let claimed = try await desk.claimNext()
        let held = try #require(claimed)
        work.value = held
    }

    @Sendable private func prepareDead(_ desk: TestDesk) async throws {
        try await submit(desk)
        try await desk.deadLetterNext()
    }

    private func claim(for worker: Int32) -> @Sendable (TestDesk) async throws -> Void {
        { [works] desk in
            if let claimed = try await desk.claimNext(for: .sample(worker)) { works.change { $0.append(claimed) } }
        }
    }

    @Sendable private func commit(_ desk: TestDesk) async throws {
        let claimed = try #require(work.value)
        try await desk.queue.commit(.sample(answering: claimed), under: claimed.claim)
    }

    @Sendable private func take(_ desk: TestDesk) async throws {
        try await desk.teammates.take(receipt.value!.ticket, by: "kim")
    }

    private func replay(noting results: Box<[ReplayResult]>) -> @Sendable (TestDesk) async throws -> Void {
        { desk in
            let letter = try #require(try await desk.deadLetters.deadLetters(limit: 1).first)
            let result = try await desk.deadLetters.replay(letter.id, by: "lee")
            results.change { $0.append(result) }
        }
    }

    /// The act, which may be refused with one error; that is counted.
    private func refusing<E: Error & Equatable>(
        _ refusal: E, _ act: @escaping @Sendable (TestDesk) async throws -> some Any
    ) -> @Sendable (TestDesk) async throws -> Void {
        { [refusals] desk in
            do { _ = try await act(desk) } catch let error as E where error == refusal {
                refusals.change { $0 += 1 }
            }
        }
    }

    // MARK: What is left

    private func expect(_ sql: StaticString, _ number: Int, in desk: TestDesk) async throws {
        let found = try await desk.number(sql)
        #expect(found == number, "\(sql)")
    }

    private func expect(_ sql: StaticString, _ words: [String], in desk: TestDesk) async throws {
        let found = try await desk.words(sql)
        #expect(found == words, "\(sql)")
    }

    private func expectNothingDue(_ desk: TestDesk) async throws {
        let next = try await desk.claimNext()
        #expect(next == nil)
    }

    private func expectReplyWaiting(_ desk: TestDesk) async throws {
        let next = try #require(try await desk.claimNext())
        #expect(next.pending.count == 1)
        try await expect("SELECT CAST(seq AS text) FROM messages ORDER BY seq", ["1", "2", "3"], in: desk)
    }

    private func expectNoAnswer(_ desk: TestDesk) async throws {
        try await expect("SELECT state FROM inbound", ["with_teammate"], in: desk)
        try await expect("SELECT role FROM messages ORDER BY seq", ["customer"], in: desk)
        try await expect("SELECT count(*) FROM answer_inputs", 0, in: desk)
        try await expect("SELECT count(*) FROM agent_metrics", 0, in: desk)
    }
}
