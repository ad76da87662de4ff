import HTTPServer
import SupportDesk
import Testing

struct TicketPageTests {
    private func page(_ view: TicketView, _ query: String = "") async throws -> Answer {
        try await TestDesk(tickets: OneTicket(view: view)).get("/tickets/\(view.ticket.link)\(query)")
    }

    @Test(arguments: [
        (Ticket.Status.open, Ticket.WaitingOn.agent as Ticket.WaitingOn?, "In progress"),
        (.processing, .agent, "In progress"),
        (.open, .customer, "Answered"),
        (.escalated, .teammate, "A person from our team takes this over"),
        (.escalated, .customer, "Answered by our team"),
        (.resolved, nil, "Resolved"),
        (.closed, nil, "A reply opens a new ticket"),
    ])
    func `the page says in words where the ticket stands`(
        status: Ticket.Status, waitingOn: Ticket.WaitingOn?, words: String
    ) async throws {
        let page = try await page(sampleTicket(status, waitingOn: waitingOn))

        #expect(page.text.contains(words))
    }

    @Test func `an escalated ticket names the team`() async throws {
        let page = try await page(sampleTicket(.escalated, waitingOn: .teammate, team: "billing"))

        #expect(page.text.contains("A person from our billing team"))
    }

    @Test func `somebody is reading only while the agent's answer is awaited`() async throws {
        let waiting = try await page(sampleTicket(.open, waitingOn: .agent))
        let answered = try await page(sampleTicket(.open, waitingOn: .customer))
        let escalated = try await page(sampleTicket(.escalated, waitingOn: .teammate))

        #expect(waiting.text.contains("<p class=\"reading\">"))
        #expect(answered.text.contains("<p class=\"reading\" hidden>"))
        #expect(escalated.text.contains("<p class=\"reading\" hidden>"))
    }

    @Test func `each message says who wrote it, when, and that the agent is an AI`() async throws {
        let page = try await page(
            sampleTicket(
                waitingOn: .customer,
                messages: [
                    sampleMessage("Hello?"), sampleMessage("Hi.", by: .agent), sampleMessage("I am Mia.", by: .human),
                    sampleMessage("Mia took over.", by: .system),
                ]))

        #expect(page.text.contains("<span class=\"author\">You</span>"))
        #expect(
            page.text.contains("<span class=\"author\">Fig &amp; Co assistant</span> <span class=\"tag\">AI</span>"))
        #expect(page.text.contains("<span class=\"author\">Fig &amp; Co team</span> <time"))
        #expect(page.text.contains("<span class=\"tag\">Notice</span>"))
        #expect(page.text.contains("<time datetime=\"2026-11-21T12:00:00.000Z\">21 Nov, 12:00 UTC</time>"))
    }

    @Test func `what a customer typed is shown as typed, what we wrote may have lists and no raw markup`() async throws
    {
        let typed = "<img src=x> **not bold** {{name}}\nnext line"
        let page = try await page(
            sampleTicket(messages: [sampleMessage(typed), sampleMessage("1. **One**\n\n<b>raw</b>", by: .agent)]))

        #expect(page.text.contains("<p>&lt;img src=x&gt; **not bold** {{name}}\nnext line</p>"))
        #expect(page.text.contains("<strong>One</strong>"))
        #expect(!page.text.contains("<b>raw"))
    }

    @Test func `an answer's sources stand under it and lead to their sections`() async throws {
        let source = Message.Source(citation: "docs/a.md#b", title: "Invite people: <Send>")
        let page = try await page(
            sampleTicket(messages: [sampleMessage("Like this.", by: .agent, sources: [source])]))

        #expect(page.text.contains(#"<li><a href="/guides?of=docs/a.md#b">Invite people: &lt;Send&gt;</a></li>"#))
    }

    @Test(arguments: [
        (Message.Role.customer, Message.DeliveryState.delivered, "Received" as String?),
        (.agent, .delivered, nil), (.agent, .failed, "Could not be delivered"), (.human, .pending, "Being sent"),
    ])
    func `a message's delivery is said where it matters`(
        role: Message.Role, state: Message.DeliveryState, words: String?
    ) async throws {
        let page = try await page(sampleTicket(messages: [sampleMessage("Hi", by: role, delivery: state)]))

        let line = words.map { "data-delivery=\"\(state.rawValue)\">\($0)</p>" } ?? "class=\"delivery\""
        #expect(page.text.contains(line) == (words != nil))
    }

    @Test func `only the page right after sending confirms it`() async throws {
        let sent = try await page(sampleTicket(), "?sent")
        let later = try await page(sampleTicket())

        #expect(sent.text.contains("Your reference is TC-7K3M9Q."))
        #expect(sent.text.contains("<title>Message sent"))
        #expect(!later.text.contains("Your message has arrived"))
        #expect(later.text.contains("<title>Invite a teammate"))
    }

    @Test func `the conversation alone is what an open page fetches`() async throws {
        let view = sampleTicket()
        let part = try await TestDesk(tickets: OneTicket(view: view)).get("/tickets/\(view.ticket.link)/conversation")

        #expect(part.text.hasPrefix("<div id=\"conversation\""))
        #expect(part.text.contains("message-\(view.messages[0].id)"))
        #expect(!part.text.contains("<html"))
    }

    @Test func `a reply sent without script is shown on the page`() async throws {
        let desk = try await TestDesk()
        let sent = try await desk.post(
            "/support/submit",
            [
                "name": "Ana", "email": "ana@example.com", "subject": "Invite a teammate", "category": "technical",
                "message": "How do I invite a teammate?", "idempotency_key": "key-1",
            ])
        let link = try #require(sent.header("Location")?.split(separator: "/").last?.prefix(36))

        let reply = try await desk.post(
            "/support/ticket/\(link)/replies", ["message": "One more thing", "idempotency_key": "key-2"])

        #expect(reply.status == 303)
        let place = try #require(reply.header("Location")?.split(separator: "#"))
        let page = try await desk.get(String(place[0]))
        #expect(page.text.contains("id=\"\(place[1])\""))
        #expect(page.text.contains("<p>One more thing</p>"))
    }

    @Test func `an empty reply comes back with its error, a refused one with its text`() async throws {
        let view = sampleTicket()
        let desk = try await TestDesk(
            intake: RefusingIntake(error: IntakeError.backlogFull(retryAfter: .seconds(5))),
            tickets: OneTicket(view: view))
        let path = "/support/ticket/\(view.ticket.link)/replies"

        let empty = try await desk.post(path, ["message": " ", "idempotency_key": "key-2"])
        let refused = try await desk.post(path, ["message": "One more thing", "idempotency_key": "key-3"])

        #expect(empty.status == 422)
        #expect(empty.text.contains("<a href=\"#message\">Your message is missing.</a>"))
        #expect(refused.status == 503)
        #expect(refused.text.contains("One more thing</textarea>"))
        #expect(refused.value(of: "idempotency_key") == "key-3")
    }
}
