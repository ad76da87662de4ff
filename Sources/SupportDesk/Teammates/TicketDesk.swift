package import FoundationEssentials

/// What a teammate does with tickets. Each act is one transaction, in the audit log under the teammate's name.
package protocol TicketDesk: Sendable {
    /// Newest change first.
    func tickets(_ filter: TicketFilter, limit: Int) async throws -> [Ticket]

    /// A ticket by its id, link or reference.
    func ticket(named name: String) async throws -> TicketCase?

    /// Takes the conversation: raises the epoch, so that an answer still being written is discarded, cancels what was
    /// not yet being sent, and hands every waiting message to the teammate. Who holds it already may take it again.
    func take(_ ticket: ID<Ticket>, by teammate: String) async throws

    /// Stores a teammate's answer; taken tickets only.
    func reply(to ticket: ID<Ticket>, by teammate: String, content: String) async throws

    /// Gives the conversation back to the agent, which answers what comes from now on.
    func giveBack(_ ticket: ID<Ticket>, by teammate: String) async throws

    /// Ends the ticket until the customer writes again, and `close` for good. Both settle what still waited: an answer
    /// being written is discarded, as it is by `take`.
    func resolve(_ ticket: ID<Ticket>, by teammate: String, notes: String?) async throws
    func close(_ ticket: ID<Ticket>, by teammate: String) async throws
}

package struct TicketFilter: Equatable, Sendable {
    package var statuses: Set<Ticket.Status>
    package init(statuses: Set<Ticket.Status> = []) { self.statuses = statuses }
}

/// A ticket with everything a teammate needs to go on.
package struct TicketCase: Equatable, Sendable {
    package let ticket: Ticket
    package let customer: Customer
    package let identity: IdentityProof
    package let messages: [Message]
    package let escalations: [EscalationRecord]

    package init(
        ticket: Ticket, customer: Customer, identity: IdentityProof, messages: [Message],
        escalations: [EscalationRecord]
    ) {
        self.ticket = ticket
        self.customer = customer
        self.identity = identity
        self.messages = messages
        self.escalations = escalations
    }
}

/// An escalation as it was stored.
package struct EscalationRecord: Equatable, Sendable {
    package let escalation: Escalation
    package let createdAt: Date
    package let endedAt: Date?

    package init(escalation: Escalation, createdAt: Date, endedAt: Date?) {
        self.escalation = escalation
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}

/// Why an act on a ticket was refused. Nothing was changed.
package enum TicketDeskError: Error, Equatable {
    case unknownTicket
    /// Another teammate holds it.
    case heldBy(String)
    /// Take it first.
    case notTaken
    case isClosed
}
