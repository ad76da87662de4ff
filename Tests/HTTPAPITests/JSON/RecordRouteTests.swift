import HTTPAPI
import HTTPServer
import SupportDesk
import TestSupport
import Testing

@Suite struct RecordRouteTests {
    @Test func `a conversation is shown with its tickets and messages`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()
            try await api.desk.answerNext()

            let answer = try await api.read("/conversations/\(receipt.conversation)")

            #expect(answer.status == 200)
            #expect(answer.text == (try expected("conversation.json")))
            #expect(!answer.text.contains(receipt.link.description), "a staff view must not hand out links")
        }
    }

    @Test(arguments: ["00000000-0000-7000-8000-000000000000", "rubbish", "%00"])
    func `a conversation that isn't there is not found`(id: String) async throws {
        guard RequestTarget("/conversations/\(id)") != nil else { return }
        try await withAPI { api in
            let answer = try await api.read("/conversations/\(id)")

            #expect(answer.status == 404)
        }
    }

    @Test func `a customer is looked up by address`() async throws {
        try await withAPI { api in
            try await api.desk.submit()

            let answer = try await api.read("/customers/lookup?email=ANA%40example.com")

            #expect(answer.status == 200)
            #expect(answer.text == (try expected("customer.json")))
        }
    }

    @Test func `a customer is looked up by number, with a plus that was not encoded too`() async throws {
        try await withAPI { api in
            try await api.desk.submit(
                InboundMessage(
                    channel: .whatsapp, channelMessageID: "w", digest: "w", phone: PhoneNumber("+441632960961"),
                    identity: .claimed, content: "Hello"))

            for query in ["phone=%2B441632960961", "phone=+441632960961", "phone=%2B44%201632%20960%20961"] {
                let answer = try await api.read("/customers/lookup?\(query)")
                #expect(answer.status == 200, "\(query)")
                #expect(answer.text.contains(#""phone":"+441632960961""#))
            }
        }
    }

    @Test(arguments: [
        ("", 400), ("?", 400), ("?name=Ana", 400), ("?email=", 400), ("?email=ana", 400), ("?phone=12345", 400),
        ("?phone=", 400), ("?email=bo@example.com", 404), ("?phone=%2B441632960999", 404),
    ])
    func `a look-up without a usable contact is a bad request, of a stranger not found`(
        query: String, status: Int
    ) async throws {
        try await withAPI { api in
            try await api.desk.submit()

            let answer = try await api.read("/customers/lookup\(query)")

            #expect(answer.status == status)
            #expect(answer.header("Content-Type") == "application/problem+json")
        }
    }

    @Test func `the figures of the last day are told by channel`() async throws {
        try await withAPI { api in
            try await api.desk.submit(.sample(key: "old"))
            api.desk.time.advance(by: 86_500)
            try await api.desk.submit(.sample(key: "new"))
            while try await api.desk.answerNext() != nil {}

            let answer = try await api.read("/metrics/channels")

            #expect(answer.status == 200)
            #expect(answer.text == (try expected("channels.json")))
        }
    }
}
