import Testing

@testable import SupportDesk

struct ReplyFormatterTests {
    private let formatter: ReplyFormatter
    private let draft = Draft(
        opener: "I'm sorry about that.",
        body: [
            .paragraph(["You reset a password with a link.", "It is valid for 60 minutes."]),
            .steps(["Select **Forgot password?** on the sign-in page.", "Enter your address."]),
        ],
        nextStep: "Reply if it does not work.")

    init() throws {
        let folder = try TemporaryWorkspace([
            "docs/a.md": "Text.", "workspace.yaml": "name: Acme",
            "agents.yaml": "agents: [{name: a, display_name: Ada, instructions: Help.}]",
        ])
        formatter = ReplyFormatter(try folder.load())
    }

    @Test func `an email has greeting, answer, next step, signature, reference and disclosure`() {
        let reply = formatter.format(
            draft, on: .email,
            for: Recipient(name: "Grace Hopper", reference: "AC-1", ticketURL: "https://acme.example/t/1"))

        #expect(
            reply.text == """
                Dear Grace Hopper,

                I'm sorry about that.

                You reset a password with a link. It is valid for 60 minutes.

                1. Select **Forgot password?** on the sign-in page.
                2. Enter your address.

                Reply if it does not work.

                Kind regards,
                Ada
                Acme

                Reference: AC-1
                Your request: https://acme.example/t/1
                This answer was written by an AI assistant. If you would rather talk to a person, reply with the word "human".
                """)
        #expect(reply.rest.isEmpty && !reply.isShortened)
    }

    @Test func `a chat message is short and tells how to reach a person`() {
        let reply = formatter.format(
            Draft(opener: "Sorry about that.", body: [.paragraph(["Use the link."])], nextStep: "Did this help?"),
            on: .whatsapp, for: Recipient(name: "Grace"))

        #expect(
            reply.text == """
                Sorry about that. Use the link.

                Did this help?

                AI assistant. Type "human" for a person.
                """)
    }

    @Test func `the form's answer stands between the two`() {
        let reply = formatter.format(
            Draft(body: [.bullets(["One", "Two"])]), on: .webForm,
            for: Recipient(name: "x@y.example", reference: "AC-1"))

        #expect(
            reply.text == """
                Hi,

                - One
                - Two

                Ada, Acme
                Reference: AC-1
                This answer was written by an AI assistant. If you would rather talk to a person, reply with the word "human".
                """)
    }

    @Test func `what does not fit is dropped by whole steps, told of and kept`() {
        let steps = (1...12).map { "Select button number \($0) and wait for it." }
        let reply = formatter.format(Draft(body: [.steps(steps)]), on: .whatsapp, for: Recipient())

        #expect(reply.isShortened)
        #expect(reply.text.utf16.count <= 300)
        #expect(reply.text.contains("Reply \"more\" for the rest."))
        guard case .steps(let rest, let start)? = reply.rest.first else {
            Issue.record("no steps left")
            return
        }
        #expect(start > 1)
        #expect(reply.text.contains("\(start - 1). \(steps[start - 2])"))
        #expect(!reply.text.contains(steps[start - 1]))
        #expect(rest == Array(steps[(start - 1)...]))
    }

    @Test func `a sentence too long for the channel is pointed to, not cut`() {
        let sentence = "This " + String(repeating: "goes on and ", count: 60) + "ends."
        let draft = Draft(
            body: [.paragraph([sentence])],
            sources: [Message.Source(citation: "docs/a.md#b", title: "Passwords › Reset")])

        let reply = formatter.format(draft, on: .whatsapp, for: Recipient())

        #expect(reply.text.contains("Passwords › Reset"))
        #expect(!reply.text.contains("goes on"))
        #expect(reply.rest == draft.body)
    }

    @Test func `further help is added only up to the preferred length`() {
        let short = Draft(body: [.paragraph(["Yes."])], extras: [.paragraph(["It is free of work."])])
        let long = Draft(
            body: [.paragraph(["Yes, you can do that in the settings of your account at any time you like."])],
            extras: [.paragraph(["It also works on the phone, where the settings are behind your picture."])])

        #expect(formatter.format(short, on: .whatsapp, for: Recipient()).text.contains("free of work"))
        let reply = formatter.format(long, on: .whatsapp, for: Recipient())
        #expect(!reply.text.contains("phone"))
        #expect(reply.rest == long.extras)
        #expect(!reply.isShortened)
    }

    @Test func `a model's Markdown becomes plain text that keeps its links`() {
        let blocks = Draft.blocks(
            ofMarkdown: """
                Open **Settings**. See [the guide](https://acme.example/guide) or [keys](api.md).

                1. Select `New`.
                2. Save.
                """)
        #expect(
            blocks == [
                .paragraph(["Open Settings.", "See the guide (https://acme.example/guide) or keys."]),
                .steps(["Select New.", "Save."]),
            ])
    }
}
