import FoundationEssentials
import SQL
import SupportDesk

extension Ticket {
    /// Decodes `id, public_id, reference, conversation_id, customer_id, source_channel, subject, category, priority,
    /// status, waiting_on, held_by, created_at, updated_at, resolved_at` from the column `first` on.
    init(_ row: borrowing Row, from first: Int = 0) throws {
        self.init(
            id: try row.id(first), link: try row.id(first + 1),
            reference: TicketReference(stored: try row.text(first + 2)), conversation: try row.id(first + 3),
            customer: try row.id(first + 4), channel: try row.word(first + 5), subject: try row.text(first + 6),
            category: try row.wordOrNil(first + 7), priority: try row.word(first + 8),
            status: try row.word(first + 9), waitingOn: try row.wordOrNil(first + 10),
            holder: try row.textOrNil(first + 11), createdAt: try row.time(first + 12),
            updatedAt: try row.time(first + 13), resolvedAt: try row.timeOrNil(first + 14))
    }
}

extension Transaction {
    /// The conversation's ticket that is not closed.
    func openTicket(of conversation: ID<Conversation>, for desk: DeskDatabase) throws -> Ticket? {
        try row(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.conversation_id = $1 AND t.status <> 'closed' AND t.workspace_id = $2
            """, conversation, desk.workspace
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
    func tickets(of conversation: ID<Conversation>, for desk: DeskDatabase) throws -> [Ticket] {
        try rows(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.conversation_id = $1 AND t.workspace_id = $2
            ORDER BY t.created_at, t.id
            """, conversation, desk.workspace
        ) { try Ticket($0) }
    }
}
