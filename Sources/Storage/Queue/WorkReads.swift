import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// All that a run of this claim needs. A claim without pending messages is ended at once.
    func load(_ claim: Claim) throws -> ClaimedWork? {
        let pending = try pendingMessages(of: claim.conversation)
        guard let first = pending.first, let last = pending.last,
            let (conversation, customer) = try conversationAndCustomer(claim.conversation)
        else {
            try settle(claim.conversation, dueAt: now(), rank: nil)
            return nil
        }
        try execute(
            "UPDATE claims SET through_seq = $2 WHERE conversation_id = $1", claim.conversation,
            claim.isAlone ? first.message.seq : last.message.seq)
        try execute(
            """
            UPDATE tickets SET status = 'processing', updated_at = $2 WHERE conversation_id = $1 AND status = 'open'
            """, claim.conversation, now())
        return ClaimedWork(
            claim: claim, conversation: conversation, customer: customer, ticket: try openTicket(of: conversation.id),
            pending: pending, history: try messages(of: conversation.id, before: first.message.seq),
            session: try session(of: conversation.id), hasOpenEscalation: try hasOpenEscalation(conversation.id))
    }

    private func pendingMessages(of conversation: ID<Conversation>) throws -> [PendingMessage] {
        try rows(
            """
            SELECT m.id, m.conversation_id, m.seq, m.channel, m.direction, m.role, m.content, m.created_at,
                m.delivery_status, m.sentiment_score, m.metadata,
                i.id, i.subject, i.category, i.received_at, i.tries, i.first_failed_at, i.crashes
            FROM inbound i
            JOIN messages m ON m.id = i.message_id
            WHERE i.conversation_id = $1 AND i.state = 'pending'
            ORDER BY i.seq
            LIMIT 50
            """, conversation
        ) { row in
            PendingMessage(
                inbound: try row.id(11), message: try Message(row), subject: try row.textOrNil(12),
                category: try row.wordOrNil(13), receivedAt: try row.time(14), tries: try row.int(15),
                firstFailedAt: try row.timeOrNil(16), crashes: try row.int(17))
        }
    }

    func conversationAndCustomer(_ id: ID<Conversation>) throws -> (Conversation, Customer)? {
        try row(
            """
            SELECT c.id, c.customer_id, c.initial_channel, c.started_at, c.ended_at, c.status, c.sentiment_score,
                c.resolution_type, c.escalated_to, c.identity,
                u.id, u.email, u.phone, u.name, u.created_at
            FROM conversations c
            JOIN customers u ON u.id = c.customer_id
            WHERE c.id = $1
            """, id
        ) { row in
            let customer = Customer(
                id: try row.id(10), email: try row.textOrNil(11), phone: try row.textOrNil(12),
                name: try row.textOrNil(13), createdAt: try row.time(14))
            return (try Conversation(row), customer)
        }
    }

    /// The newest messages before a place, oldest first.
    private func messages(of conversation: ID<Conversation>, before seq: Int) throws -> [Message] {
        guard seq > 1 else { return [] }
        return try rows(
            """
            SELECT id, conversation_id, seq, channel, direction, role, content, created_at, delivery_status,
                sentiment_score, metadata
            FROM messages
            WHERE conversation_id = $1 AND seq < $2
            ORDER BY seq DESC
            LIMIT $3
            """, conversation, seq, SQLWorkQueue.historyLength
        ) { try Message($0) }.reversed()
    }

    private func session(of conversation: ID<Conversation>) throws -> String? {
        try row("SELECT session FROM sessions WHERE conversation_id = $1", conversation) { try $0.json(0) }
    }

    private func hasOpenEscalation(_ conversation: ID<Conversation>) throws -> Bool {
        try row(
            "SELECT 1 FROM escalations WHERE conversation_id = $1 AND ended_at IS NULL LIMIT 1", conversation
        ) { _ in true } ?? false
    }
}
