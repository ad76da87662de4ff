import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct FormIntakeTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a submission becomes a customer, a conversation, a ticket and a message that waits`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            #expect(!receipt.isRepetition)
            #expect(receipt.reference.text.wholeMatch(of: /TC-[0-9A-HJKMNP-TV-Z]{6}/) != nil)
            #expect(try await desk.words("SELECT email || ' ' || name FROM customers") == ["ana@example.com Ana Pires"])
            #expect(
                try await desk.words(
                    """
                    SELECT identifier_type || ' ' || identifier_value || CASE WHEN verified THEN ' proven' ELSE '' END
                    FROM customer_identifiers
                    """) == ["email ana@example.com"])
            let record = try #require(try await desk.records.conversation(receipt.conversation))
            #expect(record.conversation.identity == .claimed)
            #expect(record.conversation.startedAt == desk.time.now)
            #expect(record.messages.map(\.seq) == [1])
            #expect(record.messages.map(\.content) == ["How do I reset my password?"])
            #expect(record.tickets.map(\.reference) == [receipt.reference])
            #expect(record.tickets.map(\.status) == [.open])
            #expect(record.tickets.map(\.waitingOn) == [.agent])
            #expect(try await desk.words("SELECT state FROM inbound") == ["pending"])
            #expect(try await desk.words("SELECT topic FROM events") == ["fte.channels.webform.inbound"])
            #expect(try await desk.words("SELECT action FROM audit_log") == ["ticket.created"])
            let work = try #require(try await desk.claimNext())
            #expect(work.pending.map(\.message.id) == [receipt.message])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a link is an id of its own, found nowhere else`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            let others = [
                receipt.ticket.description, receipt.conversation.description, receipt.message.description,
            ]
            #expect(!others.contains(receipt.link.description))
            let page = try await desk.pages.ticket(at: receipt.link)
            #expect(page?.ticket.id == receipt.ticket)
            let guessed = try await desk.pages.ticket(at: TicketLink(receipt.ticket.uuid))
            #expect(guessed == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the same key and content give the first receipt again and change nothing`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let first = try await desk.submit()

            let second = try await desk.submit()

            #expect(second.isRepetition)
            #expect(second.link == first.link)
            #expect(second.message == first.message)
            #expect(try await desk.number("SELECT count(*) FROM tickets") == 1)
            #expect(try await desk.number("SELECT count(*) FROM messages") == 1)
            #expect(try await desk.number("SELECT count(*) FROM events") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a key that was used for other content is refused`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()

            await #expect(throws: IntakeError.keyUsedForAnotherMessage) {
                try await desk.submit(.sample(content: "Something else entirely."))
            }
            #expect(try await desk.number("SELECT count(*) FROM messages") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `many tries of one submission at once store it once`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipts = try await withThrowingTaskGroup(of: IntakeReceipt.self) { group in
                for _ in 0..<40 { group.addTask { try await desk.submit() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(Set(receipts.map(\.link)).count == 1)
            #expect(receipts.count { !$0.isRepetition } == 1)
            #expect(try await desk.number("SELECT count(*) FROM tickets") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `two submissions of one address open conversations of their own`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let first = try await desk.submit()

            let second = try await desk.submit(.sample(key: "key-2", name: "Somebody Else"))

            #expect(second.conversation != first.conversation)
            #expect(second.ticket != first.ticket)
            #expect(try await desk.words("SELECT name FROM customers") == ["Ana Pires"])
            #expect(try await desk.number("SELECT count(*) FROM customer_identifiers") == 1)
            #expect(try await desk.number("SELECT count(DISTINCT customer_id) FROM conversations") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a typed address that somebody has proven is filed under them and changes nothing of theirs`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let own = try await desk.submit(.sample(key: "proven", identity: .proven))
            let before = try await desk.words("SELECT id || email || name FROM customers")

            let typed = try await desk.submit(
                .sample(key: "typed", name: "A Stranger", content: "Tell me her address."))

            #expect(typed.conversation != own.conversation)
            #expect(try await desk.words("SELECT id || email || name FROM customers") == before)
            #expect(try await desk.words("SELECT identifier_value FROM customer_identifiers").count == 1)
            #expect(
                try await desk.words("SELECT identity FROM conversations ORDER BY started_at, id")
                    == ["proven", "claimed"])
            let page = try #require(try await desk.pages.ticket(at: own.link))
            #expect(page.messages.count == 1)
            #expect(page.ticket.updatedAt == page.ticket.createdAt)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a reference that is taken is drawn again`(backend: DatabaseBackend) async throws {
        var setting = DeskSetting()
        setting.ids = TestIDs(bits: [5, 5, 5, 6])
        try await backend.withDesk(setting) { desk in
            let first = try await desk.submit()

            let second = try await desk.submit(.sample(key: "key-2"))

            #expect(first.reference == TicketReference(prefix: "TC", random: 5))
            #expect(second.reference == TicketReference(prefix: "TC", random: 6))
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `past the bound of what may wait a submission is refused, until there is room`(
        backend: DatabaseBackend
    ) async throws {
        var setting = DeskSetting()
        setting.backlogLimit = 2
        try await backend.withDesk(setting) { desk in
            for key in ["a", "b"] {
                try await desk.submit(.sample(key: key))
                desk.time.advance(by: 1)
            }

            await #expect(throws: IntakeError.backlogFull(retryAfter: .seconds(5))) {
                try await desk.submit(.sample(key: "c"))
            }
            #expect(try await desk.number("SELECT count(*) FROM inbound") == 2)

            try await desk.answerNext()
            desk.time.advance(by: 1)
            let receipt = try await desk.submit(.sample(key: "c"))
            #expect(!receipt.isRepetition)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a message that no database column can hold leaves nothing behind`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            await #expect(throws: SQLError.self) { try await desk.submit(.sample(content: "a\0b")) }

            let rows = try await desk.number(
                "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM conversations)")
            #expect(rows == 0)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a database with too much in line is told apart from a broken one`() async throws {
        var setting = DeskSetting()
        setting.options.maxWaiting = 1
        try await DatabaseBackend.sqliteFile.withDesk(setting) { desk in
            let gate = Gate()
            async let held: Void = desk.database.write { _ in gate.pass() }
            try await gate.waitUntilEntered()
            let database = try #require(desk.database as? SQLiteDatabase)
            async let waiting: Int = desk.database.write { _ in 1 }
            while database.statistics.waitingWrites < 1, !Task.isCancelled { await Task.yield() }

            await #expect(throws: IntakeError.overloaded(retryAfter: .seconds(1))) { try await desk.submit() }

            gate.open()
            _ = try await (held, waiting)
        }
    }
}
