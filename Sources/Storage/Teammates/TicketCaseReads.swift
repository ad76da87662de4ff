import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    func tickets(with status: Ticket.Status, limit: Int, for desk: DeskDatabase) throws -> [Ticket] {
        try rows(
            """
            SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM tickets t
            LEFT JOIN claims c ON c.conversation_id = t.conversation_id
            WHERE t.workspace_id = $1 AND t.status = $2
            ORDER BY t.updated_at DESC, t.id DESC
            LIMIT $3
            """, desk.workspace, status, limit
        ) { try Ticket($0) }
    }

    /// A ticket by id, link or reference.
    func ticket(named name: String, for desk: DeskDatabase) throws -> Ticket? {
        if let id = ID<Ticket>(name) {
            return try ticket(id, in: desk.workspace) ?? ticket(at: TicketLink(id.uuid), in: desk.workspace)
        }
        let id: ID<Ticket>? = try row(
            "SELECT id FROM tickets WHERE workspace_id = $1 AND reference = $2", desk.workspace, name.uppercased()
        ) { try $0.id(0) }
        return try id.flatMap { try ticket($0, in: desk.workspace) }
    }

    /// All messages of a conversation, oldest first; the newest 500.
    func messages(of conversation: ID<Conversation>, for desk: DeskDatabase) throws -> [Message] {
        try rows(
            """
            SELECT id, conversation_id, seq, channel, direction, role, content, created_at, delivery_status,
                sentiment_score, metadata
            FROM messages
            WHERE conversation_id = $1 AND workspace_id = $2
            ORDER BY seq DESC
            LIMIT 500
            """, conversation, desk.workspace
        ) { try Message($0) }.reversed()
    }

    func escalations(of ticket: ID<Ticket>, for desk: DeskDatabase) throws -> [EscalationRecord] {
        try rows(
            """
            SELECT id, reason, urgency, team, summary, rule, created_at, ended_at FROM escalations
            WHERE ticket_id = $1 AND workspace_id = $2
            ORDER BY created_at, id
            """, ticket, desk.workspace
        ) { row in
            EscalationRecord(
                escalation: Escalation(
                    id: try row.id(0), reason: try row.text(1), urgency: try row.word(2), team: try row.text(3),
                    summary: try row.text(4), rule: try row.textOrNil(5)),
                createdAt: try row.time(6), endedAt: try row.timeOrNil(7))
        }
    }
}
