import FoundationEssentials
package import SupportDesk

/// The web support form: its fields, their limits, and what a visitor is told about each.
package struct SupportForm: FormReader {
    package static let nameLength = 2...300
    package static let subjectLength = 5...300
    /// The API's limit; the form's own counter stops at 1,000.
    package static let messageLength = 10...20_000
    package static let keyLength = 1...200
    /// What may be chosen; `urgent` is the desk's own word.
    package static let priorities: [Ticket.Priority] = [.low, .medium, .high]

    private let newKey: @Sendable () -> String
    private let digest: @Sendable (String) -> String

    /// - Parameter newKey: makes an id for a submission that came without one.
    /// - Parameter digest: tells two submissions apart; collisions must not be found by trying.
    package init(newKey: @escaping @Sendable () -> String, digest: @escaping @Sendable (String) -> String) {
        self.newKey = newKey
        self.digest = digest
    }

    package func read(_ fields: [String: FormValue], key: String?) -> Result<InboundMessage, FieldErrors> {
        var form = FormFieldsCheck(fields)
        let name = form.line("name", length: Self.nameLength, called: "Your name")
        let email = form.email("email")
        let subject = form.line("subject", length: Self.subjectLength, called: "The subject")
        let category = form.choice("category", of: Ticket.Category.allCases)
        let priority = form.choice("priority", of: Self.priorities, default: .medium)
        let message = form.text("message", length: Self.messageLength, called: "Your message")
        form.refuse("attachments", saying: "Attachments can't be taken here. Please describe what they show.")
        let key = form.key(key, length: Self.keyLength) ?? newKey()
        guard form.errors.isEmpty, let name, let email, let subject, let category, let priority, let message else {
            return .failure(FieldErrors(form.errors))
        }
        let content = [name, email.text, subject, category.rawValue, priority.rawValue, message]
        return .success(
            InboundMessage(
                channel: .webForm, channelMessageID: key, digest: digest(content.joined(separator: "\u{1F}")),
                email: email, name: name, identity: .claimed, subject: subject, content: message, category: category,
                priority: priority))
    }

    package func readReply(_ fields: [String: FormValue], key: String?) -> Result<PageReply, FieldErrors> {
        var form = FormFieldsCheck(fields)
        let message = form.text("message", length: 1...Self.messageLength.upperBound, called: "Your message")
        let key = form.key(key, length: Self.keyLength) ?? newKey()
        guard form.errors.isEmpty, let message else { return .failure(FieldErrors(form.errors)) }
        return .success(PageReply(key: key, digest: digest(message), content: message))
    }
}
