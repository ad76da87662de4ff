/// Conversations and customers as staff and programs read them.
package protocol ConversationRecords: Sendable {
    func conversation(_ id: ID<Conversation>) async throws -> ConversationRecord?

    /// The customer of a proven or typed identifier, with the conversations of every channel, newest first (100 at most).
    func customer(with contact: Contact) async throws -> CustomerRecord?
}

/// A way to reach a customer.
package enum Contact: Equatable, Sendable {
    case email(EmailAddress)
    case phone(PhoneNumber)
}

package struct ConversationRecord: Equatable, Sendable {
    package let conversation: Conversation
    package let tickets: [Ticket]
    package let messages: [Message]

    package init(conversation: Conversation, tickets: [Ticket], messages: [Message]) {
        self.conversation = conversation
        self.tickets = tickets
        self.messages = messages
    }
}

package struct CustomerRecord: Equatable, Sendable {
    package let customer: Customer
    package let identifiers: [CustomerIdentifier]
    package let conversations: [Conversation]

    package init(customer: Customer, identifiers: [CustomerIdentifier], conversations: [Conversation]) {
        self.customer = customer
        self.identifiers = identifiers
        self.conversations = conversations
    }
}

package struct CustomerIdentifier: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case email
        case phone
        case whatsapp
    }

    package let kind: Kind
    package let value: String
    package let isProven: Bool

    package init(kind: Kind, value: String, isProven: Bool) {
        self.kind = kind
        self.value = value
        self.isProven = isProven
    }
}
