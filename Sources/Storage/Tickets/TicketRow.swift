import FoundationEssentials
import SQL
import SupportDesk

extension Ticket {
    /// Decodes the columns that `Transaction`'s ticket queries name, in their order.
    init(_ row: borrowing Row) throws {
        self.init(
            id: try row.id(0), link: try row.id(1), reference: TicketReference(stored: try row.text(2)),
            conversation: try row.id(3), customer: try row.id(4), channel: try row.word(5), subject: try row.text(6),
            category: try row.wordOrNil(7), priority: try row.word(8), status: try row.word(9),
            waitingOn: try row.wordOrNil(10), holder: try row.textOrNil(11), createdAt: try row.time(12),
            updatedAt: try row.time(13), resolvedAt: try row.timeOrNil(14))
    }
}

extension Transaction {
    /// The conversation's ticket that is not closed.
    func openTicket(of conversation: ID<Conversation>) throws -> Ticket? {
        try row(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.conversation_id = $1 AND t.status <> 'closed'
            """, conversation
        ) { try Ticket($0) }
    }

    func ticket(at link: TicketLink, in workspace: ID<WorkspaceScope>) throws -> Ticket? {
        try row(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.public_id = $1 AND t.workspace_id = $2
            """, link, workspace
        ) { try Ticket($0) }
    }

    func ticket(_ id: ID<Ticket>, in workspace: ID<WorkspaceScope>) throws -> Ticket? {
        try row(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.id = $1 AND t.workspace_id = $2
            """, id, workspace
        ) { try Ticket($0) }
    }

    /// Every ticket of the conversation, oldest first.
    func tickets(of conversation: ID<Conversation>) throws -> [Ticket] {
        try rows(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.conversation_id = $1
            ORDER BY t.created_at, t.id
            """, conversation
        ) { try Ticket($0) }
    }
}
