import HTTPAPI
import HTTPServer
import SupportDesk
import TestSupport
import Testing

@Suite struct TicketTests {
    @Test func `a ticket is shown by its link with its conversation`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()
            api.desk.time.advance(by: 1.5)
            try await api.desk.answerNext("Use the **link** on the sign-in page.")

            let answer = try await api.get("/support/ticket/\(receipt.link)")

            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.header("Cache-Control") == "no-store")
            #expect(answer.header("Referrer-Policy") == "no-referrer")
            #expect(answer.text == (try expected("ticket.json")))
        }
    }

    @Test func `no id but the link's opens a ticket`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()

            let others = [
                receipt.ticket.description, receipt.conversation.description, receipt.message.description,
                receipt.reference.text, "00000000-0000-4000-8000-000000000000", "rubbish", "%20", "..",
                receipt.link.description + "0",
            ]
            for id in others {
                let answer = try await api.get("/support/ticket/\(id)")
                #expect(answer.status == 404)
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(!answer.text.contains("sign in"))
            }
        }
    }

    @Test func `a link may be typed in capitals`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()

            let answer = try await api.get("/support/ticket/\(receipt.link.description.uppercased())")

            #expect(answer.status == 200)
        }
    }

    @Test func `a reply is stored once a key and is told its ticket`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()
            let path = "/support/ticket/\(receipt.link)/replies"

            let first = try await api.post(path, #"{"message": "Still broken."}"#, key: "r")
            let again = try await api.post(path, #"{"message": "Still broken."}"#, key: "r")
            let other = try await api.post(path, #"{"message": "Something else."}"#, key: "r")
            let empty = try await api.post(path, "{}")
            let unknown = try await api.post(
                "/support/ticket/\(receipt.ticket)/replies", #"{"message": "Hello."}"#)

            #expect([first, again, other, empty, unknown].map(\.status) == [200, 200, 409, 422, 404])
            #expect(first.text == again.text)
            #expect(first.text.contains(receipt.link.description))
            #expect(empty.text == #"{"detail":[{"field":"message","message":"Your message is missing."}]}"#)
            let messages = try await api.desk.number("SELECT count(*) FROM messages")
            #expect(messages == 2)
        }
    }

    @Test func `the changes of a ticket are streamed to those who have its link`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()

            let stream = try await api.get("/support/ticket/\(receipt.link)/events")
            let unknown = try await api.get("/support/ticket/\(receipt.ticket)/events")

            #expect(stream.status == 200)
            #expect(stream.header("Content-Type") == "text/event-stream")
            #expect(unknown.status == 404)
        }
    }
}
