import FoundationEssentials
import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct RecordTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a customer is found by address, whatever its case, with their conversations newest first`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let first = try await desk.submit(.sample(key: "1"))
            desk.time.advance(by: 60)
            let second = try await desk.submit(.sample(key: "2"))

            let found = try await desk.records.customer(with: .email(#require(EmailAddress(" ANA@Example.com "))))

            let record = try #require(found)
            #expect(record.customer.name == "Ana Pires")
            #expect(record.conversations.map(\.id) == [second.conversation, first.conversation])
            #expect(
                record.identifiers
                    == [CustomerIdentifier(kind: .email, value: "ana@example.com", isProven: false)])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `nobody is found by what nobody wrote`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit()
            let email = try #require(EmailAddress("bo@example.com"))
            let phone = try #require(PhoneNumber("+441632960961"))

            let byEmail = try await desk.records.customer(with: .email(email))
            let byPhone = try await desk.records.customer(with: .phone(phone))
            let conversation = try await desk.records.conversation(desk.desk.ids.new())

            #expect(byEmail == nil)
            #expect(byPhone == nil)
            #expect(conversation == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `the figures of a channel count what happened since their start`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            try await desk.submit(.sample(key: "old"))
            try await desk.answerNext()
            desk.time.advance(by: 100)
            let start = desk.time.now
            try await desk.submit(.sample(key: "new"))
            let work = try #require(try await desk.claimNext())
            try await desk.queue.commit(
                .sample(answering: work, escalation: .sample(desk.desk.ids.new())), under: work.claim)

            let figures = try await desk.figures.channels(since: start)

            #expect(figures.map(\.channel) == [.email, .whatsapp, .webForm])
            #expect(
                figures[2]
                    == ChannelFigures(
                        channel: .webForm, conversations: 1, messages: 1, answers: 1, averageSentiment: 0.4,
                        escalations: 1, averageLatencyMilliseconds: 12))
            #expect(figures[0].averageSentiment == nil)
            #expect(figures[0].averageLatencyMilliseconds == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what waits is counted up to a limit`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            for key in ["a", "b", "c"] { try await desk.submit(.sample(key: key)) }

            #expect(try await desk.figures.backlog(upTo: 2) == 2)
            #expect(try await desk.figures.backlog(upTo: 10) == 3)
            try await desk.answerNext()
            #expect(try await desk.figures.backlog(upTo: 10) == 2)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `pages learn of the last change of their tickets`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            desk.time.advance(by: 5)
            try await desk.answerNext()
            let unknown = TicketLink(receipt.ticket.uuid)

            let changes = try await desk.pages.lastChanges(of: [receipt.link, unknown])

            #expect(changes == [receipt.link: desk.time.now])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a key is found by its digest until it is revoked, and the first is made once`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let key = APIKey(id: desk.desk.ids.new(), name: "first", scopes: [.read, .write])
            let made = try await desk.keys.createFirst(key, digest: "d1")
            let again = try await desk.keys.createFirst(
                APIKey(id: desk.desk.ids.new(), name: "second", scopes: [.admin]), digest: "d2")

            #expect(made)
            #expect(!again)
            #expect(try await desk.keys.key(withDigest: "d1") == key)
            #expect(try await desk.keys.key(withDigest: "d2") == nil)
            try await desk.database.write { try $0.execute("UPDATE api_keys SET revoked_at = $1", desk.time.now) }
            #expect(try await desk.keys.key(withDigest: "d1") == nil)
        }
    }
}
