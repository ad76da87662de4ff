import Foundation
import Glibc
import Testing

/// A teammate at the terminal, a customer at the page.
@Suite(.ownThreads) struct TicketCommandTests {
    @Test(arguments: ProgramBackend.allCases)
    func `a teammate takes a ticket, answers, and gives it back to the agent`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client
            let ticket = try client.submit()
            try client.ticket(ticket.ticketId) { $0.count(of: "agent") == 1 }

            let taken = try desk.run("tickets", "take", ticket.reference)
            let held = try client.reply("It does not work. What now?", to: ticket.ticketId)
            let replied = try desk.run("tickets", "reply", ticket.reference, "I have reset it for you.")
            let shown = try desk.run("tickets", "show", ticket.reference)
            let returned = try desk.run("tickets", "return", ticket.reference)
            _ = try client.reply("How do I invite people to my workspace?", to: ticket.ticketId)
            let page = try client.ticket(ticket.ticketId) { $0.count(of: "agent") == 2 }

            #expect(taken.output == "\(ticket.reference) is yours.\n")
            #expect(held.ticketId == ticket.ticketId)
            #expect(replied.output == "\(ticket.reference) is answered.\n")
            #expect(shown.output.contains("taken by    kim"))
            #expect(returned.code == 0)
            // What was asked while kim held the ticket is kim's: the agent does not answer it afterwards.
            #expect(page.messages.map(\.role) == ["customer", "agent", "customer", "human", "customer", "agent"])
            #expect(page.messages[3].content == "I have reset it for you.")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `an answer that is being written when a teammate takes over is discarded`(backend: ProgramBackend) async throws
    {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let hold = try Hold(at: "run.finished")
            let worker = try desk.start("worker", environment: hold.environment)
            let ticket = try client.submit()
            try hold.waitUntilReached(by: worker.process)

            let taken = try desk.run("tickets", "take", ticket.reference)
            hold.goOn()
            try worker.process.waitForLine("Answer discarded: the claim was lost")
            let page = try client.ticket(ticket.ticketId)

            #expect(taken.code == 0)
            #expect(page.messages.map(\.role) == ["customer"])
            #expect(page.waitingOn == "teammate")
        }
    }

    @Test(arguments: ["resolve", "close"], ProgramBackend.allCases)
    func `an answer that is being written when a teammate ends the matter is discarded`(
        act: String, backend: ProgramBackend
    ) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let hold = try Hold(at: "run.finished")
            let worker = try desk.start("worker", environment: hold.environment)
            let ticket = try client.submit()
            try hold.waitUntilReached(by: worker.process)

            let ended = try desk.run("tickets", act, ticket.reference)
            hold.goOn()
            try worker.process.waitForLine("Answer discarded: the claim was lost")
            let page = try client.ticket(ticket.ticketId)

            #expect(ended.code == 0)
            #expect(page.messages.map(\.role) == ["customer"])
            #expect(page.status == act + "d")
            let code = try worker.stop()
            #expect(code == 0)
        }
    }

    @Test(arguments: ["resolve", "close"], ProgramBackend.allCases)
    func `a message that waits when a teammate ends the matter is not answered afterwards`(
        act: String, backend: ProgramBackend
    ) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let ticket = try client.submit()
            let other = try client.submit(["subject": "Another question"])

            let ended = try desk.run("tickets", act, ticket.reference)
            let worker = try desk.start("worker")
            try client.ticket(other.ticketId) { $0.count(of: "agent") == 1 }
            let code = try worker.stop()
            let page = try client.ticket(ticket.ticketId)

            #expect([ended.code, code] == [0, 0])
            #expect(page.messages.map(\.role) == ["customer"])
            #expect(page.status == act + "d")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a message to a resolved ticket opens it again, to a closed one another ticket`(backend: ProgramBackend)
        async throws
    {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client
            let ticket = try client.submit()
            try client.ticket(ticket.ticketId) { $0.count(of: "agent") == 1 }

            _ = try desk.run("tickets", "resolve", ticket.reference, "--notes", "The link was old.")
            let resolved = try client.ticket(ticket.ticketId)
            let again = try client.reply("How do I change it while I am signed in?", to: ticket.ticketId)
            try client.ticket(ticket.ticketId) { $0.count(of: "agent") == 2 }
            _ = try desk.run("tickets", "close", ticket.reference)
            let successor = try client.reply("How do I invite people?", to: ticket.ticketId)
            let page = try client.ticket(successor.ticketId) { $0.count(of: "agent") > 0 }

            #expect(resolved.status == "resolved")
            #expect(again.ticketId == ticket.ticketId)
            #expect(successor.ticketId != ticket.ticketId)
            #expect(page.status == "open")
            #expect(try client.ticket(ticket.ticketId).status == "closed")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `what a teammate can't do is refused in one line`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let ticket = try client.submit()

            let untaken = try desk.run("tickets", "reply", ticket.reference, "Hello")
            let unknown = try desk.run("tickets", "take", "TC-000000")
            _ = try desk.run("tickets", "take", ticket.reference, "--as", "kim")
            let foreign = try desk.run("tickets", "reply", ticket.reference, "Hello", "--as", "lee")

            #expect(
                untaken.errors
                    == "fte: \(ticket.reference) is not taken; run `fte tickets take \(ticket.reference)` first\n")
            #expect(unknown.errors == "fte: no ticket is called 'TC-000000'; see `fte tickets list`\n")
            #expect(foreign.errors == "fte: \(ticket.reference) is held by kim\n")
            #expect([untaken.code, unknown.code, foreign.code] == [1, 1, 1])
        }
    }
}
