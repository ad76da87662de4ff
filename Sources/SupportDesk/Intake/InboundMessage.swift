package import Formats

/// A message as it came in, whatever the channel: the one normal form.
package struct InboundMessage: Sendable {
    package let channel: Channel
    /// The mailbox, number or form it came to; empty where a channel has only one.
    package let account: String
    /// Unique within channel and account; the same id again changes nothing.
    package let channelMessageID: String
    /// A digest of what was sent, to tell a repetition from another message under the same id.
    package let digest: String
    package let email: EmailAddress?
    package let phone: PhoneNumber?
    package let name: String?
    package let identity: IdentityProof
    package let subject: String?
    package let content: String
    package let category: Ticket.Category?
    package let priority: Ticket.Priority
    package let threadID: String?
    package let metadata: JSONObject

    package init(
        channel: Channel, account: String = "", channelMessageID: String, digest: String, email: EmailAddress? = nil,
        phone: PhoneNumber? = nil, name: String? = nil, identity: IdentityProof, subject: String? = nil,
        content: String, category: Ticket.Category? = nil, priority: Ticket.Priority = .medium,
        threadID: String? = nil, metadata: JSONObject = [:]
    ) {
        self.channel = channel
        self.account = account
        self.channelMessageID = channelMessageID
        self.digest = digest
        self.email = email
        self.phone = phone
        self.name = name
        self.identity = identity
        self.subject = subject
        self.content = content
        self.category = category
        self.priority = priority
        self.threadID = threadID
        self.metadata = metadata
    }
}

extension InboundMessage {
    /// What a ticket is called: the subject, else the beginning of the message, else where it came from. Never empty.
    package var title: String {
        if let subject = subject?.trimmed, !subject.isEmpty { return subject }
        let line = content.split(whereSeparator: \.isNewline).lazy.map(\.trimmed).first { !$0.isEmpty } ?? ""
        guard !line.isEmpty else { return "Message by \(channel.displayName)" }
        guard line.count > 60 else { return line }
        let words = line.prefix(60).split(separator: " ").dropLast()
        return (words.isEmpty ? String(line.prefix(60)) : words.joined(separator: " ")) + "…"
    }
}
