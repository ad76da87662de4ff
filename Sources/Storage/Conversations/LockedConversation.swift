import FoundationEssentials
import SQL
import SupportDesk

/// What acts on a conversation decide upon, read while this transaction holds its row.
///
/// **The order of locks.** Whoever changes a conversation, or anything that hangs on it (messages, tickets, its claim,
/// what waits, escalations, deliveries), holds the conversation's row first, and decides only from what it reads after
/// that: on PostgreSQL each statement sees what was committed before it began. Rows are locked in the order
///
///     worker → customer → conversation → claim → all else of that conversation
///
/// so that nobody waits in a circle. Who needs several conversations takes them by id (a dead worker's), or passes over
/// those that are taken and waits for none (claims, sweep, retention). What makes a conversation claimable is committed
/// under its row's lock and wakes the workers, so one that was passed over is looked at again.
struct LockedConversation {
    let id: ID<Conversation>
    /// The place of its newest message.
    let lastSeq: Int
    /// How many of its messages wait for an answer.
    let pending: Int
    let owner: String?
    let epoch: Int64
    /// The ticket that is not closed, with the teammate who holds it. Without one nobody does.
    let ticket: Ticket?
}

extension Transaction {
    /// Locks a conversation's row and reads what acts decide upon; `nil` where it isn't there. One round trip.
    func lock(_ conversation: ID<Conversation>, for desk: DeskDatabase) throws -> LockedConversation? {
        try lockRow(of: conversation, for: desk)
        return try locked(conversation, for: desk)
    }

    /// Locks a conversation's row, if it is there. What is decided by it is read by a later statement.
    func lockRow(of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        guard dialect == .postgres else { return }
        try execute(
            "SELECT 1 FROM conversations WHERE id = $1 AND workspace_id = $2 FOR NO KEY UPDATE", conversation,
            desk.workspace)
    }

    /// Reads a conversation whose row this transaction has locked by an earlier statement.
    func locked(_ conversation: ID<Conversation>, for desk: DeskDatabase) throws -> LockedConversation? {
        try row(
            """
            SELECT v.last_seq, c.owner, c.epoch, (
                    SELECT count(*) FROM inbound i WHERE i.conversation_id = v.id AND i.state = 'pending'),
                t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at
            FROM conversations v
            JOIN claims c ON c.conversation_id = v.id
            LEFT JOIN tickets t ON t.conversation_id = v.id AND t.status <> 'closed'
            WHERE v.id = $1 AND v.workspace_id = $2
            """, conversation, desk.workspace
        ) { row in
            LockedConversation(
                id: conversation, lastSeq: try row.int(0), pending: try row.int(3), owner: try row.textOrNil(1),
                epoch: try row.integer(2), ticket: try row.isNull(4) ? nil : Ticket(row, from: 4))
        }
    }

    /// Takes the conversation's next place. The row's lock keeps two messages from taking the same.
    func nextSeq(of conversation: ID<Conversation>, for desk: DeskDatabase) throws -> Int {
        let seq = try row(
            """
            UPDATE conversations SET last_seq = last_seq + 1, last_message_at = $2
            WHERE id = $1 AND workspace_id = $3
            RETURNING last_seq
            """, conversation, now(), desk.workspace
        ) { try $0.int(0) }
        guard let seq else { throw SQLError.foreignKey }
        return seq
    }
}
