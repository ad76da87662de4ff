import Formats
import FoundationEssentials
import SQL
import SupportDesk

/// A ticket to be stored.
struct NewTicket: Sendable {
    let id: ID<Ticket>
    let link: TicketLink
    let conversation: ID<Conversation>
    let customer: ID<Customer>
    let channel: Channel
    let subject: String
    let category: Ticket.Category?
    let priority: Ticket.Priority
    /// The first message its page shows.
    let firstSeq: Int
    /// What a reply calls it already; `nil` makes one.
    var reference: TicketReference?
}

extension Transaction {
    /// Stores the ticket under a reference of its own and returns that.
    ///
    /// A reference that is taken (one of 32^6) is `SQLError.unique`, and the act is done again with another.
    func insert(_ ticket: NewTicket, for desk: DeskDatabase, prefix: String) throws -> TicketReference {
        let reference = ticket.reference ?? TicketReference(prefix: prefix, random: desk.ids.bits())
        try execute(
            """
            INSERT INTO tickets (id, public_id, workspace_id, reference, conversation_id, customer_id, source_channel,
                subject, category, priority, status, waiting_on, first_seq, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', 'agent', $11, $12, $12)
            """,
            ticket.id, ticket.link, desk.workspace, reference, ticket.conversation, ticket.customer, ticket.channel,
            ticket.subject, ticket.category, ticket.priority, ticket.firstSeq, now())
        try audit("ticket.created", by: "desk", on: "ticket", ticket.id, for: desk)
        return reference
    }

    /// Moves a ticket to another state.
    func setState(
        of ticket: ID<Ticket>, to status: Ticket.Status, waitingOn: Ticket.WaitingOn?, for desk: DeskDatabase
    ) throws {
        try execute(
            """
            UPDATE tickets SET status = $2, waiting_on = $3, updated_at = $4,
                resolved_at = CASE WHEN $2 IN ('resolved', 'closed') THEN COALESCE(resolved_at, $4) END
            WHERE id = $1 AND workspace_id = $5
            """, ticket, status, waitingOn, now(), desk.workspace)
    }

    /// Opens a resolved ticket again, and its conversation.
    func reopen(_ ticket: Ticket, by actor: String, for desk: DeskDatabase) throws {
        try setState(of: ticket.id, to: .open, waitingOn: .agent, for: desk)
        try reactivate(ticket.conversation, for: desk)
        try audit("ticket.reopened", by: actor, on: "ticket", ticket.id, for: desk)
    }

    /// Writes a line of the audit log.
    func audit<Entity>(
        _ action: String, by actor: String, on kind: String, _ subject: ID<Entity>, details: JSONObject = [:],
        for desk: DeskDatabase
    ) throws {
        try execute(
            """
            INSERT INTO audit_log (id, workspace_id, at, actor, action, subject_type, subject_id, details)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            desk.ids.ordered(), desk.workspace, now(), actor, action, kind, subject, JSONValue.object(details).sql)
    }
}
