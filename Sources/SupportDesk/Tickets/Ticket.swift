package import FoundationEssentials

/// The work a conversation causes.
package struct Ticket: Equatable, Sendable {
    package enum Status: String, Sendable, CaseIterable, Codable {
        case open
        case processing
        case escalated
        case resolved
        case closed
    }

    /// Whose move it is; `nil` once nobody's is.
    package enum WaitingOn: String, Sendable, Codable {
        case agent
        case customer
        case teammate
    }

    package enum Priority: String, Sendable, CaseIterable, Codable {
        case low
        case medium
        case high
        case urgent
    }

    package enum Category: String, Sendable, CaseIterable, Codable {
        case general
        case technical
        case billing
        case feedback
        case bugReport = "bug_report"
    }

    /// Names the ticket inside: in logs, events, tools. Opens nothing.
    package let id: ID<Ticket>
    /// The unguessable id in the customer's link.
    package let link: TicketLink
    package let reference: TicketReference
    package let conversation: ID<Conversation>
    package let customer: ID<Customer>
    package let channel: Channel
    package let subject: String
    package let category: Category?
    package let priority: Priority
    package let status: Status
    package let waitingOn: WaitingOn?
    /// The teammate who holds the conversation, by name.
    package let holder: String?
    package let createdAt: Date
    package let updatedAt: Date
    package let resolvedAt: Date?

    package init(
        id: ID<Ticket>, link: TicketLink, reference: TicketReference, conversation: ID<Conversation>,
        customer: ID<Customer>, channel: Channel, subject: String, category: Category?, priority: Priority,
        status: Status, waitingOn: WaitingOn?, holder: String?, createdAt: Date, updatedAt: Date, resolvedAt: Date?
    ) {
        self.id = id
        self.link = link
        self.reference = reference
        self.conversation = conversation
        self.customer = customer
        self.channel = channel
        self.subject = subject
        self.category = category
        self.priority = priority
        self.status = status
        self.waitingOn = waitingOn
        self.holder = holder
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.resolvedAt = resolvedAt
    }
}

/// The id in a ticket's link, called `ticket_id` on the wire: a random UUID used nowhere else. Whoever has it may read
/// and continue what was written on that page.
package typealias TicketLink = ID<TicketPage>

/// The tag of a ticket link.
package enum TicketPage {}
