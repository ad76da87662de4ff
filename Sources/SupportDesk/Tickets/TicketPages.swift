package import FoundationEssentials

/// What a ticket's link shows: only what was written on its page and the answers to that.
package struct TicketView: Equatable, Sendable {
    package let ticket: Ticket
    /// The team that was asked, while the ticket is escalated.
    package let team: String?
    /// Oldest first.
    package let messages: [Message]

    package init(ticket: Ticket, team: String?, messages: [Message]) {
        self.ticket = ticket
        self.team = team
        self.messages = messages
    }
}

/// Tickets as their customers see them, by the unguessable link.
package protocol TicketPages: Sendable {
    func ticket(at link: TicketLink) async throws -> TicketView?

    /// The time of the last change of each of these tickets, for pages that show them live.
    func lastChanges(of links: [TicketLink]) async throws -> [TicketLink: Date]
}
