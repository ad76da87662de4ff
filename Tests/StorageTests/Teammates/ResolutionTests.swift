import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct ResolutionTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `resolving keeps the notes and who did it`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.answerNext()
            desk.time.advance(by: 60)

            try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: "Sent a new link.")

            let found = try #require(try await desk.teammates.ticket(named: receipt.ticket.description))
            #expect(found.ticket.status == .resolved)
            #expect(found.ticket.waitingOn == nil)
            #expect(found.ticket.resolvedAt == desk.time.now)
            #expect(found.ticket.holder == nil)
            #expect(try await desk.words("SELECT resolution_notes FROM tickets") == ["Sent a new link."])
            #expect(try await desk.words("SELECT resolution_type FROM conversations") == ["teammate"])
            #expect(
                try await desk.words("SELECT actor FROM audit_log WHERE action = 'ticket.resolved'") == ["kim"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases, [true, false])
    func `resolving or closing settles what waits, and discards the answer being written`(
        backend: DatabaseBackend, closing: Bool
    ) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            let work = try #require(try await desk.claimNext())

            if closing {
                try await desk.teammates.close(receipt.ticket, by: "kim")
            } else {
                try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: nil)
            }

            await #expect(throws: ClaimLost.self) {
                try await desk.queue.commit(.sample(answering: work), under: work.claim)
            }
            let page = try #require(try await desk.pages.ticket(at: receipt.link))
            #expect(page.ticket.status == (closing ? .closed : .resolved))
            #expect(page.messages.count == 1)
            let next = try await desk.claimNext()
            #expect(next == nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a closed ticket takes no more acts`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()
            try await desk.teammates.take(receipt.ticket, by: "kim")

            try await desk.teammates.close(receipt.ticket, by: "kim")

            let ended = try await desk.words("SELECT status FROM conversations WHERE ended_at IS NOT NULL")
            #expect(ended == ["closed"])
            await #expect(throws: TicketDeskError.isClosed) { try await desk.teammates.take(receipt.ticket, by: "kim") }
            await #expect(throws: TicketDeskError.isClosed) {
                try await desk.teammates.close(receipt.ticket, by: "kim")
            }
            await #expect(throws: TicketDeskError.isClosed) {
                try await desk.teammates.resolve(receipt.ticket, by: "kim", notes: nil)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `tickets are listed by state, the newest change first`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            var receipts: [IntakeReceipt] = []
            for key in ["a", "b", "c"] {
                receipts.append(try await desk.submit(.sample(key: key)))
                desk.time.advance(by: 1)
            }
            try await desk.teammates.resolve(receipts[1].ticket, by: "kim", notes: nil)

            let all = try await desk.teammates.tickets(TicketFilter(), limit: 10)
            let open = try await desk.teammates.tickets(TicketFilter(statuses: [.open]), limit: 1)

            #expect(all.map(\.id) == [receipts[1].ticket, receipts[2].ticket, receipts[0].ticket])
            #expect(open.map(\.id) == [receipts[2].ticket])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a ticket is found by id, link and reference, and nothing else`(backend: DatabaseBackend) async throws {
        try await backend.withDesk { desk in
            let receipt = try await desk.submit()

            for name in [receipt.ticket.description, receipt.link.description, receipt.reference.text] {
                let found = try await desk.teammates.ticket(named: name)
                #expect(found?.ticket.id == receipt.ticket)
            }
            for name in ["", "TC-", "%", receipt.message.description, "' OR 1=1 --"] {
                let found = try await desk.teammates.ticket(named: name)
                #expect(found == nil)
            }
        }
    }
}
