import Testing

@testable import TextAnalysis

@Suite struct QuestionTests {
    static let analyzer = TextAnalyzer()

    @Test(arguments: [
        ("How do I reset my password?", ["How do I reset my password?"]),
        (
            "How do I add a member and how do I remove one?",
            ["How do I add a member", "how do I remove one?"]
        ),
        (
            "1) How do I export? 2) Where are my invoices?",
            ["How do I export?", "Where are my invoices?"]
        ),
        (
            "Hi team,\n\nI hope you are doing well.\n- How do I enable SSO?\n- Can I change the logo?\n\nKind regards\nAnna",
            ["How do I enable SSO?", "Can I change the logo?"]
        ),
        (
            "Hello! Where is the API key? Also, what is the rate limit? Thanks in advance!",
            ["Where is the API key?", "what is the rate limit?"]
        ),
        ("The export fails with error 500. How do I fix it?", ["The export fails with error 500. How do I fix it?"]),
        ("The sync stopped working. I get error 401.", ["The sync stopped working. I get error 401."]),
        (
            "I love your product. The app crashes when I open a board.",
            ["The app crashes when I open a board."]
        ),
        ("how to connect slack", ["how to connect slack"]),
        ("Hi Anna, can you tell me where the logs are?", ["can you tell me where the logs are?"]),
        ("reset password", ["reset password"]),
        ("Is SSO included, and can I use Okta with it?", ["Is SSO included,", "can I use Okta with it?"]),
    ])
    func `a message is cut into what it asks`(message: String, expected: [String]) {
        #expect(Self.analyzer.questions(in: message).map(\.text) == expected)
    }

    @Test(arguments: ["Thanks a lot!", "Hello", "Hi there, good morning!", "", "👍", "Have a nice day"])
    func `courtesies ask nothing`(message: String) {
        #expect(Self.analyzer.questions(in: message).isEmpty)
    }

    @Test(arguments: [
        ("And on mobile?", FollowUp.aboutInstead("mobile")),
        ("What about annual invoices?", .aboutInstead("annual invoices")),
        ("That didn't work", .didNotHelp), ("still not working", .didNotHelp), ("I already tried that", .didNotHelp),
        ("Why?", .elaborate), ("tell me more", .elaborate), ("How do I do that?", .pronoun), ("Is it free?", .pronoun),
        ("How do I disable it?", .pronoun), ("yes please", .reply(affirmative: true)),
        ("no", .reply(affirmative: false)),
        ("the second one", .reply(affirmative: nil)),
    ])
    func `a follow-up is told from a question of its own`(message: String, expected: FollowUp) {
        let parts = Self.analyzer.questions(in: message)

        #expect(parts.first?.followUp == expected)
    }

    @Test(arguments: [
        "How do I reset my password?", "What if I forgot my password?", "Does this feature support webhooks?",
        "The export does not work when the file is too large", "How much storage is there in the team plan?",
        "And how do I invite a colleague to my workspace?", "No invoices are shown on the billing page",
    ])
    func `a question with its own subject is no follow-up`(message: String) {
        #expect(Self.analyzer.questions(in: message).first?.followUp == nil)
    }

    @Test func `a part stands where its range says`() throws {
        let message = "Grüße! 😀 How do I export, and where are my invoices?"

        for part in Self.analyzer.questions(in: message) {
            #expect(Array(Array(message.utf8)[part.range]) == Array(part.text.utf8))
        }
    }

    @Test(arguments: [
        ("New text\n> old text\n> more", "New text", true),
        ("New\n\nOn Tue, Jan 7, 2025 at 9:00 AM Support <s@x.example> wrote:\n> old", "New", true),
        ("New\n-----Original Message-----\nFrom: a", "New", true),
        ("New\n\nFrom: Bob\nSent: Monday\nTo: us\nold", "New", true),
        ("New\n-- \nAnna\nCEO", "New", false),
        ("New\n\nKind regards,\nAnna Example\nExample Inc", "New", false),
        ("Sent from my iPhone", "Sent from my iPhone", false),
        ("New\n\nSent from my iPhone", "New", false),
        ("> only quoted", "> only quoted", true),
        ("Thanks\nHow do I export?", "Thanks\nHow do I export?", false),
        ("On Monday I wrote: nothing works", "On Monday I wrote: nothing works", false),
    ])
    func `history and signature are no part of a message`(message: String, expected: String, quoted: Bool) {
        let body = MessageBody(message)

        #expect(body.text == expected)
        #expect(body.hasQuotation == quoted)
    }

    @Test func `topics are the words of the matter`() {
        let topics = Self.analyzer.analyze("Hi, how do I export invoices? The invoice export fails in Chrome.").topics

        #expect(topics.prefix(2).sorted() == ["export", "invoic"])
    }
}
