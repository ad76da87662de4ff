import HTTPServer
import SupportDesk
import Testing

struct FormPageTests {
    private let filled: KeyValuePairs = [
        "name": "Ana <Ruiz>", "email": "ana@example.com", "subject": "Invite a teammate", "category": "technical",
        "priority": "high", "message": "How do I \"invite\" a teammate?\nThanks & bye", "idempotency_key": "key-1",
    ]

    @Test func `the form is there, with the company's name and when an answer may be expected`() async throws {
        let page = try await TestDesk().get("/")

        #expect(page.status == 200)
        #expect(page.text.contains("Fig &amp; Co"))
        #expect(page.text.contains("usually answered within a few minutes"))
        #expect(page.text.contains("<html lang=\"en\">"))
        #expect(page.header("Cache-Control") == "no-store")
    }

    @Test func `a page leaves no placeholder unfilled and has no inline style or script`() async throws {
        let desk = try await TestDesk(tickets: OneTicket(view: sampleTicket()))

        for path in ["/", "/privacy", "/tickets/00000000-0000-4000-8000-000000000000?sent", "/nothing"] {
            let page = try await desk.get(path)
            let text = page.text.split(separator: "<script type=\"application/json\"")[0]

            #expect(!text.contains("{"), "\(path)")
            #expect(!text.contains(" style="), "\(path)")
            #expect(!page.text.contains("<script>"), "\(path)")
            #expect(page.header("Content-Security-Policy")?.hasPrefix("default-src 'self'") == true)
        }
    }

    @Test func `a form sent without script leads to its ticket's page, which confirms it`() async throws {
        let desk = try await TestDesk()

        let sent = try await desk.post("/support/submit", filled)

        #expect(sent.status == 303)
        let place = try #require(sent.header("Location"))
        let page = try await desk.get(place)
        #expect(page.text.contains("Your message has arrived"))
        #expect(page.text.contains("How do I &quot;invite&quot; a teammate?\nThanks &amp; bye"))
    }

    @Test func `the same form sent twice leads to the same ticket`() async throws {
        let desk = try await TestDesk()

        let first = try await desk.post("/support/submit", filled)
        let second = try await desk.post("/support/submit", filled)

        #expect(first.header("Location") == second.header("Location"))
    }

    @Test func `errors stand in a summary and beside their fields, and what was typed is kept`() async throws {
        let page = try await TestDesk().post(
            "/support/submit",
            [
                "name": "A", "email": "ana@", "subject": "Invite a teammate", "category": "", "priority": "high",
                "message": "<b>Help</b>", "idempotency_key": "key-1",
            ])

        #expect(page.status == 422)
        #expect(page.text.contains("<title>Error: Contact support"))
        #expect(page.text.contains("<a href=\"#name\">Your name must have at least 2 characters.</a>"))
        #expect(page.text.contains("<a href=\"#category\">Choose what your message is about.</a>"))
        #expect(page.text.contains("id=\"name-error\">Your name must have"))
        #expect(page.text.contains("id=\"subject-error\" hidden>"))
        #expect(page.value(of: "subject") == "Invite a teammate")
        #expect(page.text.contains("&lt;b&gt;Help&lt;/b&gt;</textarea>"))
        #expect(page.text.contains("value=\"high\" checked"))
        #expect(page.value(of: "idempotency_key") == "key-1")
    }

    @Test func `a changed message under a used key says so and gets a key of its own`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.post("/support/submit", filled)

        let page = try await desk.post(
            "/support/submit",
            [
                "name": "Ana", "email": "ana@example.com", "subject": "Invite a teammate", "category": "technical",
                "message": "Something else entirely", "idempotency_key": "key-1",
            ])

        #expect(page.status == 409)
        #expect(page.text.contains("An earlier version of this message has arrived"))
        #expect(page.text.contains("Something else entirely</textarea>"))
        #expect(page.value(of: "idempotency_key") != "key-1")
    }

    @Test func `a key that can't be used is replaced`() async throws {
        let page = try await TestDesk().post(
            "/support/submit",
            [
                "name": "Ana", "email": "ana@example.com", "subject": "Invite a teammate", "category": "technical",
                "message": "How do I invite a teammate?", "idempotency_key": "not a key",
            ])

        #expect(page.status == 422)
        #expect(page.value(of: "idempotency_key") != "not a key")
    }

    @Test func `a full desk says that nothing arrived and when to come back`() async throws {
        let desk = try await TestDesk(intake: RefusingIntake(error: IntakeError.backlogFull(retryAfter: .seconds(5))))

        let page = try await desk.post("/support/submit", filled)

        #expect(page.status == 503)
        #expect(page.header("Retry-After") == "5")
        #expect(page.text.contains("Your message has not arrived"))
        #expect(page.text.contains("Thanks &amp; bye</textarea>"))
        #expect(page.value(of: "idempotency_key") == "key-1")
    }

    @Test func `an error of ours keeps what was typed and tells nothing of itself`() async throws {
        struct DiskFull: Error { let path = "/secret" }
        let desk = try await TestDesk(intake: RefusingIntake(error: DiskFull()))

        let page = try await desk.post("/support/submit", filled)

        #expect(page.status == 500)
        #expect(page.text.contains("it can't arrive twice"))
        #expect(page.text.contains("Thanks &amp; bye</textarea>"))
        #expect(!page.text.contains("secret") && !page.text.contains("DiskFull"))
    }

    @Test func `a form that is switched off says so, to people in the page's words`() async throws {
        let desk = try await TestDesk(isOpen: false)

        let page = try await desk.get("/")
        let sent = try await desk.post("/support/submit", filled)

        #expect(page.status == 403 && sent.status == 403)
        #expect(page.text.contains("This form is switched off"))
        #expect(sent.text.contains("nothing was stored"))
    }
}
