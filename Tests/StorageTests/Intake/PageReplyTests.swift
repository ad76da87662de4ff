import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct PageReplyTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a reply takes the conversation's next place and waits for an answer`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()

            let reply = try await desk.reply(.sample(), to: receipt.link)

            #expect(reply.conversation == receipt.conversation)
            #expect(reply.link == receipt.link)
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.seq) == [1, 2, 3])
            #expect(page.messages.map(\.role) == [.customer, .agent, .customer])
            #expect(page.ticket.waitingOn == .agent)
            let work = try #require(try await desk.claimNext())
            #expect(work.pending.map(\.message.id) == [reply.message])
            #expect(work.history.map(\.seq) == [1, 2])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a repeated reply is stored once, and its key is the page's own`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let one = try await desk.submit(.sample(key: "one"))
            let two = try await desk.submit(.sample(key: "two"))
            let first = try await desk.reply(.sample(key: "same"), to: one.link)

            let again = try await desk.reply(.sample(key: "same"), to: one.link)
            let elsewhere = try await desk.reply(.sample(key: "same"), to: two.link)

            #expect(again.isRepetition)
            #expect(again.message == first.message)
            #expect(!elsewhere.isRepetition)
            await #expect(throws: IntakeError.keyUsedForAnotherMessage) {
                try await desk.reply(.sample(key: "same", "Other words."), to: one.link)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `many replies at once take places without a gap`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        _ = try await desk.reply(.sample(key: "r\(number)"), to: receipt.link)
                    }
                }
                try await group.waitForAll()
            }

            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.seq) == Array(1...21))
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a reply reopens a resolved ticket`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: nil)

            let reply = try await desk.reply(.sample(), to: receipt.link)

            #expect(reply.ticket == receipt.ticket)
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .open)
            #expect(page.ticket.resolvedAt == nil)
            #expect(
                try await desk.words("SELECT action FROM audit_log ORDER BY at, id").suffix(2)
                    == ["ticket.resolved", "ticket.reopened"])
            #expect(try await desk.claimNext() != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a reply to a closed ticket opens its successor, which shows what comes from there on`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            try await desk.teammates.close(receipt.ticket, by: "kim")

            let reply = try await desk.reply(.sample(), to: receipt.link)

            #expect(reply.conversation == receipt.conversation)
            #expect(reply.ticket != receipt.ticket)
            #expect(reply.link != receipt.link)
            try await desk.answerNext("A new answer.")
            let old = try #require(try await desk.pages.ticket(at: receipt.link))
            let new = try #require(try await desk.pages.ticket(at: reply.link))
            #expect(old.ticket.status == .closed)
            #expect(old.messages.map(\.seq) == [1, 2])
            #expect(new.messages.map(\.seq) == [3, 4])
            #expect(new.ticket.subject == "I can't sign in")
            #expect(try await desk.words("SELECT status FROM conversations") == ["active"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a reply while a teammate holds the conversation is theirs`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")

            try await desk.reply(.sample(), to: receipt.link)

            #expect(
                try await desk.words("SELECT state FROM inbound ORDER BY seq") == ["with_teammate", "with_teammate"])
            #expect(try await desk.claimNext() == nil)
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == .escalated)
            #expect(page.ticket.waitingOn == .teammate)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a link that opens nothing takes no reply`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            await #expect(throws: IntakeError.unknownTicket) {
                try await desk.reply(.sample(), to: TicketLink(receipt.ticket.uuid))
            }
            #expect(try await desk.number("SELECT count(*) FROM messages") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a page of very many messages shows the newest`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            for number in 0..<505 {
                try await desk.reply(.sample(key: "r\(number)", "\(number)"), to: receipt.link)
            }

            let page = try #require(try await desk.pages.ticket(at: receipt.link))

            #expect(page.messages.count == 500)
            #expect(page.messages.last?.content == "504")
            #expect(page.messages.map(\.seq) == Array(7...506))
        }
    }
}
