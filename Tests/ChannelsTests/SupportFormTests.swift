import Channels
import SupportDesk
import Testing

@Suite struct SupportFormTests {
    private let form = SupportForm(newKey: { "made-key" }, digest: { $0 })

    /// A form filled in well, with some fields changed; `nil` leaves one out.
    private func fields(_ changes: [String: FormValue?] = [:]) -> [String: FormValue] {
        var fields: [String: FormValue] = [
            "name": .text("Ana Pires"), "email": .text("ana@example.com"), "subject": .text("I can't sign in"),
            "category": .text("technical"), "message": .text("How do I reset my password?"),
        ]
        for (field, value) in changes { fields[field] = value }
        return fields
    }

    private func errors(_ changes: [String: FormValue?], key: String? = nil) -> [String: String] {
        switch form.read(fields(changes), key: key) {
        case .success: [:]
        case .failure(let errors):
            Dictionary(errors.entries.map { ($0.field, $0.message) }) { first, second in first + " AND " + second }
        }
    }

    // MARK: What is accepted

    @Test func `a form filled in well becomes a message`() throws {
        let message = try form.read(fields(["priority": .text("high")]), key: "k").get()

        #expect(message.channel == .webForm)
        #expect(message.channelMessageID == "k")
        #expect(message.email?.text == "ana@example.com")
        #expect(message.name == "Ana Pires")
        #expect(message.identity == .claimed)
        #expect(message.subject == "I can't sign in")
        #expect(message.content == "How do I reset my password?")
        #expect(message.category == .technical)
        #expect(message.priority == .high)
    }

    @Test func `a submission without a key is given one, without a priority a medium one`() throws {
        let message = try form.read(fields(), key: nil).get()

        #expect(message.channelMessageID == "made-key")
        #expect(message.priority == .medium)
    }

    @Test(arguments: ["general", "technical", "billing", "feedback", "bug_report"])
    func `a category of the form is taken`(category: String) throws {
        let message = try form.read(fields(["category": .text(category)]), key: nil).get()

        #expect(message.category?.rawValue == category)
    }

    @Test func `white space around what was typed is dropped, line ends become one kind`() throws {
        let message = try form.read(
            fields([
                "name": .text("  Ana Pires\n"), "email": .text(" Ana@Example.COM "), "subject": .text("\tSign-in \r\n"),
                "message": .text("\r\nFirst line\r\nsecond\rthird\n\n"),
            ]), key: nil
        ).get()

        #expect(message.name == "Ana Pires")
        #expect(message.email?.text == "ana@example.com")
        #expect(message.subject == "Sign-in")
        #expect(message.content == "First line\nsecond\nthird")
    }

    @Test(arguments: [
        "لا أستطيع تسجيل الدخول إلى حسابي", "我忘记了密码，请帮帮我好吗谢谢", "Ça ne marche plus depuis l'été 😤",
        "\u{202B}שלום, אני לא מצליח להתחבר\u{202C}",
        "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
        "<script>alert('x')</script>", "'; DROP TABLE tickets; --", "{{name}} ${jndi:ldap://x}",
    ])
    func `a message is taken as it was typed, in any script`(text: String) throws {
        let message = try form.read(fields(["message": .text(text)]), key: nil).get()

        #expect(Array(message.content.unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test(arguments: ["a", "😀", "👨‍👩‍👧‍👦", "é", "字"])
    func `twenty thousand characters are taken, whatever they are made of, and no more`(character: String) throws {
        let longest = String(repeating: character, count: 20_000)
        let message = try form.read(fields(["message": .text(longest)]), key: nil).get()

        #expect(message.content == longest)
        #expect(
            errors(["message": .text(longest + character)]) == [
                "message": "Your message must have at most 20,000 characters; it has 20,001."
            ])
    }

    @Test func `characters piled up of very many signs are refused for what they are`() {
        let piled = "a" + String(repeating: "\u{301}", count: 600_000) + " and more text"

        #expect(
            errors(["message": .text(piled)]) == [
                "message": "Your message has characters made of too many signs. Please use simpler ones."
            ])
    }

    // MARK: What is refused

    @Test func `an empty form is told about each field, in the form's order`() {
        let result = form.read([:], key: nil)

        guard case .failure(let errors) = result else {
            Issue.record("an empty form was taken")
            return
        }
        #expect(
            errors.entries == [
                FieldErrors.Entry(field: "name", message: "Your name is missing."),
                FieldErrors.Entry(field: "email", message: "Your email address is missing."),
                FieldErrors.Entry(field: "subject", message: "The subject is missing."),
                FieldErrors.Entry(
                    field: "category",
                    message: "Choose one of: general, technical, billing, feedback, bug_report."),
                FieldErrors.Entry(field: "message", message: "Your message is missing."),
            ])
    }

    @Test(arguments: [
        ("name", "A", "Your name must have at least 2 characters."),
        ("name", "👨‍👩‍👧‍👦", "Your name must have at least 2 characters."),
        ("name", "   ", "Your name is missing."),
        ("subject", "Help", "The subject must have at least 5 characters."),
        ("message", "Too short", "Your message must have at least 10 characters."),
        ("message", "\n \t\n", "Your message is missing."),
        ("email", "ana", "This is not an email address. It should look like name@example.com."),
        ("email", "   ", "Your email address is missing."),
        ("category", "sales", "Choose one of: general, technical, billing, feedback, bug_report."),
        ("category", "Technical", "Choose one of: general, technical, billing, feedback, bug_report."),
        ("priority", "urgent", "Choose one of: low, medium, high."),
    ])
    func `a field is told what is wrong with it`(field: String, typed: String, message: String) {
        #expect(errors([field: .text(typed)]) == [field: message])
    }

    @Test(arguments: [("name", "Your name", 300), ("subject", "The subject", 300)])
    func `a line has a longest length`(field: String, name: String, limit: Int) throws {
        _ = try form.read(fields([field: .text(String(repeating: "x", count: limit))]), key: nil).get()

        #expect(
            errors([field: .text(String(repeating: "x", count: limit + 1))]) == [
                field: "\(name) must have at most \(limit) characters; it has \(limit + 1)."
            ])
    }

    @Test(arguments: ["name", "email", "subject", "message"])
    func `what isn't text is refused`(field: String) {
        let called = ["name": "Your name", "email": "Your email address", "subject": "The subject"]

        #expect(errors([field: .other]) == [field: "\(called[field] ?? "Your message") must be text."])
    }

    @Test(arguments: ["category", "priority"])
    func `a choice that isn't text is refused`(field: String) {
        #expect(errors([field: .other])[field]?.hasPrefix("Choose one of: ") == true)
    }

    @Test(arguments: ["\0", "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{0B}", "\u{0C}", "\u{8}"])
    func `control characters are refused everywhere`(control: String) {
        for field in ["name", "subject", "message"] {
            let message = errors([field: .text("Some text \(control) and more of it")])[field]
            #expect(message?.hasSuffix("contains control characters. Please remove them.") == true)
        }
        #expect(errors(["email": .text("ana\(control)@example.com")])["email"] != nil)
    }

    @Test(arguments: [
        "Ana\r\nBcc: all@example.com", "Ana\nX-Header: 1", "Ana\rX: 1", "Ana\u{2028}X: 1", "Ana\u{2029}X: 1",
    ])
    func `a line that would become two in a mail's header is refused`(typed: String) {
        #expect(errors(["name": .text(typed)]) == ["name": "Your name must be on one line."])
        #expect(errors(["subject": .text(typed)]) == ["subject": "The subject must be on one line."])
    }

    @Test(arguments: [
        "ana@example.com\r\nBcc: all@example.com", "ana@example.com, bo@example.com", "Ana <ana@example.com>",
        "ana@@example.com", "ana@localhost", "@example.com", "ana@", "ana..p@example.com", ".ana@example.com",
        "ana@-example.com", "ana@127.0.0.1", "ana@[127.0.0.1]", "ana@exa mple.com", "\"a b\"@example.com",
    ])
    func `what could not be delivered to one person is no address`(typed: String) {
        #expect(errors(["email": .text(typed)]).keys.sorted() == ["email"])
    }

    @Test(arguments: [
        "ana+desk@example.com", "o'neil@example.co.uk", "用户@例え.jp", "a@b.cd", "ana@xn--bcher-kva.example",
    ])
    func `unusual addresses that can be delivered to are taken`(typed: String) throws {
        let message = try form.read(fields(["email": .text(typed)]), key: nil).get()

        #expect(message.email?.text == typed)
    }

    @Test func `attachments are refused, an empty list of them isn't`() throws {
        _ = try form.read(fields(["attachments": .empty]), key: nil).get()

        #expect(
            errors(["attachments": .other]) == [
                "attachments": "Attachments can't be taken here. Please describe what they show."
            ])
    }

    @Test func `a field nobody knows is ignored`() throws {
        _ = try form.read(fields(["utm_source": .other, "is_admin": .text("true")]), key: nil).get()
    }

    // MARK: Keys

    @Test(arguments: ["", "with blank", "tab\t", "line\nend", "ключ", String(repeating: "k", count: 201), "nul\0"])
    func `a key is at most 200 visible ASCII characters`(key: String) {
        #expect(
            errors([:], key: key) == ["Idempotency-Key": "The key must have 1 to 200 visible ASCII characters."])
    }

    @Test func `every field counts in telling two submissions apart`() throws {
        let digest = try form.read(fields(), key: "k").get().digest
        let others: [[String: FormValue?]] = [
            ["name": .text("Bo Pires")], ["email": .text("bo@example.com")], ["subject": .text("I can't log in")],
            ["category": .text("billing")], ["priority": .text("low")], ["message": .text("How do I change it?")],
        ]

        for change in others {
            let other = try form.read(fields(change), key: "k").get()
            #expect(other.digest != digest)
        }
        #expect(try form.read(fields(["email": .text(" ANA@example.com ")]), key: "k").get().digest == digest)
    }

    @Test func `text that moves from one field into the next is another submission`() throws {
        let one = form.read(fields(["name": .text("Ana P"), "subject": .text("ires can't sign in")]), key: nil)
        let two = form.read(fields(["name": .text("Ana Pires"), "subject": .text("can't sign in")]), key: nil)

        #expect(try one.get().digest != two.get().digest)
    }

    // MARK: Replies

    @Test func `a reply is its message and its key`() throws {
        let reply = try form.readReply(["message": .text(" Yes \r\n")], key: "k").get()

        #expect(reply.content == "Yes")
        #expect(reply.key == "k")
    }

    @Test(
        arguments: [
            (nil, "Your message is missing."), (.text(" "), "Your message is missing."),
            (.other, "Your message must be text."), (.empty, "Your message is missing."),
            (.text("a\0"), "Your message contains control characters. Please remove them."),
            (
                .text(String(repeating: "x", count: 20_001)),
                "Your message must have at most 20,000 characters; it has 20,001."
            ),
        ] as [(FormValue?, String)])
    func `a reply is told what is wrong with it`(value: FormValue?, message: String) {
        var fields: [String: FormValue] = [:]
        fields["message"] = value

        guard case .failure(let errors) = form.readReply(fields, key: nil) else {
            Issue.record("the reply was taken")
            return
        }
        #expect(errors.entries == [FieldErrors.Entry(field: "message", message: message)])
    }
}
