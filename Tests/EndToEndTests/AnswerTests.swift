import Foundation
import Testing

@Suite(.ownThreads) struct AnswerTests {
    @Test(arguments: ProgramBackend.allCases)
    func `a question sent by the form is answered on its ticket`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client

            let receipt = try client.submit()
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(page.messages.map(\.role) == ["customer", "agent"])
            #expect(page.messages.last?.content.contains("password") == true)
            #expect(page.status == "open")
            #expect(page.waitingOn == "customer")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `an open page hears of its answer`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let api = try desk.start("api")
            let receipt = try api.client.submit()
            let events = try api.client.watch(receipt.ticketId)

            try desk.start("worker")
            let event = try events.next()

            #expect(event == "changed")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a further message gets a further answer in the same conversation`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client
            let receipt = try client.submit()
            try client.ticket(receipt.ticketId) { $0.count(of: "agent") == 1 }

            let again = try client.reply("And how do I change it while I am signed in?", to: receipt.ticketId)
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") == 2 }

            #expect(again.ticketId == receipt.ticketId)
            #expect(page.messages.map(\.role) == ["customer", "agent", "customer", "agent"])
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a submission sent again under its key is the same ticket and has one answer`(backend: ProgramBackend)
        async throws
    {
        try await backend.withDesk { desk in
            let client = try desk.start("serve").client

            let first = try client.submit(key: "one-key")
            try client.ticket(first.ticketId) { $0.count(of: "agent") > 0 }
            let second = try client.submit(key: "one-key")
            let other = try client.post(
                "/support/submit", DeskClient.form.merging(["message": "Something else entirely"]) { $1 },
                key: "one-key")

            #expect(second.ticketId == first.ticketId)
            #expect(try client.ticket(first.ticketId).messages.count == 2)
            #expect(other.status == 409)
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `what is wrong in a form is said field by field and nothing is stored`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client

            let refused = try client.post("/support/submit", ["name": "A", "email": "nobody", "subject": "Hi"])
            let tickets = try desk.run("tickets", "list")

            #expect(refused.status == 422)
            let fields = try refused.decoded(Refusal.self).detail.map(\.field)
            #expect(fields == ["name", "email", "subject", "category", "message"])
            #expect(tickets.output == "No tickets.\n")
        }
    }

    private struct Refusal: Decodable {
        struct Entry: Decodable { let field: String }
        let detail: [Entry]
    }
}
