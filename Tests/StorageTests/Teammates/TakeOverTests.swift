import SQL
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct TakeOverTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `taking a ticket discards the answer being written and hands over what waits`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let work = try #require(try await desk.claimNext())
            try await desk.reply(to: receipt.link)

            try await desk.teammates.take(receipt.ticket, by: "kim")

            await #expect(throws: ClaimLost.self) {
                try await desk.queue.commit(.sample(answering: work), under: work.claim)
            }
            let states = try await desk.words("SELECT state FROM inbound ORDER BY seq")
            #expect(states == ["with_teammate", "with_teammate"])
            let next = try await desk.claimNext()
            #expect(next == nil)
            let found = try #require(try await desk.teammates.ticket(named: receipt.reference.text.lowercased()))
            #expect(found.ticket.holder == "kim")
            #expect(found.ticket.status == .escalated)
            #expect(found.ticket.waitingOn == .teammate)
            #expect(found.messages.map(\.role) == [.customer, .customer])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `taking a ticket cancels what is not being sent yet`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            try await desk.database.write { tx in
                for state in ["pending", "sending"] {
                    try tx.execute(
                        """
                        INSERT INTO outbox (id, workspace_id, message_id, conversation_id, destination, state, created_at)
                        SELECT $1, workspace_id, message_id, conversation_id, $2, $2, created_at FROM outbox
                        WHERE destination = 'page'
                        """, desk.desk.ids.ordered(), state)
                }
            }

            try await desk.teammates.take(receipt.ticket, by: "kim")

            #expect(
                try await desk.words("SELECT destination || ' ' || state FROM outbox ORDER BY destination")
                    == ["page delivered", "pending cancelled", "sending sending"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `who holds a ticket may take it again, and nothing of theirs is cancelled`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")
            try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "I'm looking into it.")
            try await desk.database.write { try $0.execute("UPDATE outbox SET state = 'pending'") }

            try await desk.teammates.take(receipt.ticket, by: "kim")

            #expect(try await desk.words("SELECT state FROM outbox") == ["pending"])
            #expect(try await desk.number("SELECT count(*) FROM audit_log WHERE action = 'ticket.taken'") == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a ticket has one holder`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            let taken = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        do {
                            try await desk.teammates.take(receipt.ticket, by: "teammate \(number)")
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(taken == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `only who holds a ticket replies, gives back, resolves and closes`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let ticket = receipt.ticket
            await #expect(throws: TicketDeskError.notTaken) {
                try await desk.teammates.reply(to: ticket, by: "kim", content: "Hello.")
            }
            await #expect(throws: TicketDeskError.notTaken) { try await desk.teammates.giveBack(ticket, by: "kim") }

            try await desk.teammates.take(ticket, by: "kim")

            let refused = TicketDeskError.heldBy("kim")
            await #expect(throws: refused) { try await desk.teammates.take(ticket, by: "lee") }
            await #expect(throws: refused) { try await desk.teammates.reply(to: ticket, by: "lee", content: "Hi.") }
            await #expect(throws: refused) { try await desk.teammates.giveBack(ticket, by: "lee") }
            await #expect(throws: refused) { try await desk.teammates.resolve(ticket, by: "lee", notes: nil) }
            await #expect(throws: refused) { try await desk.teammates.close(ticket, by: "lee") }
            await #expect(throws: TicketDeskError.unknownTicket) {
                try await desk.teammates.take(ID<Ticket>(receipt.message.uuid), by: "kim")
            }
            let messages = try await desk.number("SELECT count(*) FROM messages")
            #expect(messages == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a teammate's reply is on the page`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")

            try await desk.teammates.reply(to: receipt.ticket, by: "kim", content: "Kim here.")

            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.messages.map(\.role) == [.customer, .human])
            #expect(page.messages.last?.content == "Kim here.")
            #expect(page.messages.last?.deliveryState == .delivered)
            #expect(page.ticket.waitingOn == .customer)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `handing back answers what comes from then on, and nothing from before`(
        backend: DatabaseBackend
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")
            try await desk.reply(.sample(key: "while held"), to: receipt.link)

            try await desk.teammates.giveBack(receipt.ticket, by: "kim")

            let unasked = try await desk.claimNext()
            let forgotten = try await desk.queue.sweep()
            #expect(unasked == nil)
            #expect(forgotten == 0)
            let reply = try await desk.reply(.sample(key: "afterwards"), to: receipt.link)
            let work = try #require(try await desk.claimNext())
            #expect(work.pending.map(\.message.id) == [reply.message])
            #expect(work.history.map(\.seq) == [1, 2])
            #expect(!work.hasOpenEscalation)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `taking a ticket takes its escalation, handing it back ends that`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let work = try #require(try await desk.claimNext())
            try await desk.queue.commit(
                .sample(answering: work, escalation: .sample(desk.desk.ids.new())), under: work.claim)

            try await desk.teammates.take(receipt.ticket, by: "kim")
            let taken = try await desk.words("SELECT taken_by FROM escalations WHERE ended_at IS NULL")
            try await desk.teammates.giveBack(receipt.ticket, by: "kim")

            #expect(taken == ["kim"])
            #expect(try await desk.number("SELECT count(*) FROM escalations WHERE ended_at IS NULL") == 0)
            #expect(try await desk.words("SELECT status FROM conversations") == ["active"])
        }
    }
}
