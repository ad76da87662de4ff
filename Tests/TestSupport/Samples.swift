package import SupportDesk

extension InboundMessage {
    /// A form's submission; two with the same key and content are the same message.
    package static func sample(
        key: String = "key-1", email: String? = "ana@example.com", name: String = "Ana Pires",
        subject: String = "I can't sign in", content: String = "How do I reset my password?",
        priority: Ticket.Priority = .medium, identity: IdentityProof = .claimed
    ) -> InboundMessage {
        InboundMessage(
            channel: .webForm, channelMessageID: key, digest: "\(email ?? "")|\(name)|\(subject)|\(content)",
            email: email.flatMap { EmailAddress($0) }, name: name, identity: identity, subject: subject,
            content: content, category: .technical, priority: priority)
    }
}

extension PageReply {
    package static func sample(key: String = "reply-1", _ content: String = "It still doesn't work.") -> PageReply {
        PageReply(key: key, digest: content, content: content)
    }
}

extension WorkerID {
    package static func sample(_ number: Int32) -> WorkerID {
        WorkerID(host: "desk-\(number)", processID: number, startTicks: 1000, nonce: 7)
    }
}

extension Escalation {
    package static func sample(_ id: ID<Escalation>, reason: String = "refund_request") -> Escalation {
        Escalation(
            id: id, reason: reason, urgency: .high, team: "billing", summary: "Wants money back.", rule: "refunds")
    }
}
