import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

/// Two companies in one database, each with a process of its own. The same person writes the same to both.
@Suite(.timeLimit(.minutes(2))) struct TwoCompaniesTests {
    @Test(arguments: DatabaseBackend.shared)
    func `one message to both is taken in by each, as its own`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            let receipt = try await ours.submit()
            let other = try await theirs.submit()

            #expect(!other.isRepetition)
            #expect(receipt.link != other.link)
            let records = [
                try await ours.records.customer(with: .email(ana)),
                try await theirs.records.customer(with: .email(ana)),
            ]
            #expect(records[0]?.customer.id != records[1]?.customer.id)
            #expect(records.map { $0?.conversations.map(\.id) } == [[receipt.conversation], [other.conversation]])
            #expect(try await ours.figures.backlog(upTo: 10) == 1)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `nobody sees or answers another's ticket`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            let receipt = try await theirs.submit()

            #expect(try await ours.pages.ticket(at: receipt.link) == nil)
            #expect(try await ours.pages.lastChanges(of: [receipt.link]) == [:])
            #expect(try await ours.records.conversation(receipt.conversation) == nil)
            #expect(try await ours.records.customer(with: .email(ana)) == nil)
            #expect(try await ours.teammates.ticket(named: receipt.reference.text) == nil)
            #expect(try await ours.teammates.ticket(named: receipt.ticket.description) == nil)
            #expect(try await ours.teammates.tickets(TicketFilter(), limit: 10) == [])
            await #expect(throws: IntakeError.unknownTicket) { try await ours.reply(to: receipt.link) }
            await #expect(throws: TicketDeskError.unknownTicket) {
                try await ours.teammates.take(receipt.ticket, by: "kim")
            }
            await #expect(throws: TicketDeskError.unknownTicket) {
                try await ours.teammates.close(receipt.ticket, by: "kim")
            }
            #expect(try await theirs.pages.ticket(at: receipt.link)?.ticket.status == .open)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `a worker claims, commits and buries for its own company alone`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            try await theirs.submit()
            _ = try await theirs.queue.heartbeat(of: .sample(2))
            #expect(try await ours.claimNext(for: .sample(1)) == nil)
            let work = try #require(try await theirs.claimNext(for: .sample(2)))

            await #expect(throws: ClaimLost.self) {
                try await ours.queue.commit(.sample(answering: work), under: work.claim)
            }
            await #expect(throws: ClaimLost.self) { try await ours.queue.release(work.claim) }
            ours.time.advance(by: 11)
            #expect(try await ours.queue.heartbeat(of: .sample(1)) == 0)
            try await ours.queue.retire(.sample(2))

            try await theirs.queue.commit(.sample(answering: work), under: work.claim)
            #expect(try await theirs.figures.recentWaits(limit: 10).count == 1)
            #expect(try await ours.figures.recentWaits(limit: 10) == [])
            #expect(
                try await ours.figures.channels(since: ours.time.now.addingTimeInterval(-60)).map(\.messages) == [
                    0, 0, 0,
                ])
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `what one forgot or suspects is nothing to the other`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            try await theirs.submit()
            try await theirs.change("UPDATE claims SET is_suspect = TRUE WHERE workspace_id = $1")
            let round = try await ours.queue.claim(upTo: 10, for: .sample(1))
            #expect(!round.hasSuspects)
            #expect(try await ours.queue.claimSuspect(for: .sample(1)) == nil)
            #expect(try await theirs.queue.claim(upTo: 10, for: .sample(2)).hasSuspects)

            try await theirs.change("UPDATE claims SET ready_at = NULL, is_suspect = FALSE WHERE workspace_id = $1")
            ours.time.advance(by: 61)

            #expect(try await ours.queue.sweep() == 0)
            #expect(try await theirs.queue.sweep() == 1)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `dead letters, keys and documents are apart`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            try await theirs.submit()
            try await theirs.deadLetterNext()
            let letter = try #require(try await theirs.deadLetters.deadLetters(limit: 1).first)
            #expect(try await ours.deadLetters.deadLetters(limit: 1) == [])
            #expect(try await ours.deadLetters.deadLetter(letter.id) == nil)
            #expect(try await ours.deadLetters.replay(letter.id, by: "kim") == .unknown)

            let key = APIKey(id: theirs.desk.ids.new(), name: "first", scopes: [.read])
            #expect(try await theirs.keys.createFirst(key, digest: "aa"))
            #expect(try await ours.keys.key(withDigest: "aa") == nil)
            let ownKey = APIKey(id: ours.desk.ids.new(), name: "first", scopes: [.read])
            #expect(try await ours.keys.createFirst(ownKey, digest: "bb"))

            let knowledge = [SQLKnowledgeStore(ours.desk), SQLKnowledgeStore(theirs.desk)]
            _ = try await knowledge[0].replaceAll(with: [.sample("Ours")])
            _ = try await knowledge[1].replaceAll(with: [.sample("Theirs")])
            _ = try await knowledge[1].replaceAll(with: [])
            #expect(try await knowledge[0].passages() == [.sample("Ours")])
            #expect(try await knowledge[0].generation() == 1)
            #expect(try await knowledge[1].generation() == 2)
        }
    }

    @Test(arguments: DatabaseBackend.shared)
    func `retention deletes the rows of its own company`(backend: DatabaseBackend) async throws {
        try await withTwoCompanies(on: backend) { ours, theirs in
            for desk in [ours, theirs] {
                try await desk.submit()
                try await desk.answerNext()
            }
            ours.time.advance(by: 91 * 86_400)
            let end = ours.time.now.addingTimeInterval(-90 * 86_400)
            let (others, _) = try await theirs.retention.conversations(quietSince: end, after: nil, limit: 10)
            let (own, _) = try await ours.retention.conversations(quietSince: end, after: nil, limit: 10)
            #expect(own.count == 1)
            #expect(others.count == 1)

            #expect(try await ours.retention.delete(others, quietSince: end) == DeletedConversations())
            let deleted = try await ours.retention.delete(own, quietSince: end)
            for kind in AgingRecord.allCases {
                _ = try await ours.retention.delete(kind, before: ours.time.now, limit: 100)
            }

            #expect(deleted == DeletedConversations(conversations: 1, customers: 1))
            let records = try await theirs.records.customer(with: .email(ana))
            #expect(records?.conversations.map(\.id) == others)
            for table: StaticString in [
                "SELECT count(*) FROM events WHERE workspace_id = $1",
                "SELECT count(*) FROM traces WHERE workspace_id = $1",
                "SELECT count(*) FROM agent_metrics WHERE workspace_id = $1",
                "SELECT count(*) FROM audit_log WHERE workspace_id = $1",
            ] {
                #expect(try await ours.count(table) == 0)
                #expect(try await theirs.count(table) > 0)
            }
        }
    }

    private let ana = EmailAddress("ana@example.com")!

    private func withTwoCompanies(
        on backend: DatabaseBackend, _ body: (TestDesk, TestDesk) async throws -> Void
    ) async throws {
        var other = DeskSetting()
        other.workspace = ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 2)))
        try await backend.withTwoDesks(DeskSetting(), other) { ours, theirs in
            try await SQLWorkspaces(theirs.desk).record(name: "Airline", channels: [])
            try await body(ours, theirs)
        }
    }
}

extension TestDesk {
    fileprivate func change(_ sql: StaticString) async throws {
        try await database.write { [desk] in try $0.execute(sql, desk.workspace) }
    }

    fileprivate func count(_ sql: StaticString) async throws -> Int {
        try await database.read { [desk] in try $0.row(sql, desk.workspace) { try $0.int(0) } ?? 0 }
    }
}

extension Passage {
    fileprivate static func sample(_ text: String) -> Passage {
        Passage(
            citation: "docs/login.md", documentTitle: "Login", headingPath: ["Login"], category: nil, markdown: text,
            position: 1)
    }
}
