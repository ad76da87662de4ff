import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// All that runs of these claims need, in a number of statements that doesn't grow with them. The claims were made by
    /// this transaction; a claim without pending messages is ended at once.
    ///
    /// What a worker claimed and hasn't loaded is known by its `through_seq`, which is set last.
    func load(_ claims: [Claim], of worker: WorkerID, for desk: DeskDatabase) throws -> [ClaimedWork] {
        guard !claims.isEmpty else { return [] }
        let messages = try claimedMessages(of: worker, for: desk)
        let waiting = claims.filter { messages[$0.conversation]?.pending.isEmpty == false }
        for claim in claims where messages[claim.conversation]?.pending.isEmpty != false {
            try settle(claim.conversation, dueAt: now(), rank: nil, for: desk)
        }
        guard !waiting.isEmpty else { return [] }
        try execute(
            """
            UPDATE tickets SET status = 'processing', updated_at = $3
            WHERE workspace_id = $2 AND status = 'open' AND conversation_id IN (
                SELECT conversation_id FROM claims WHERE owner = $1 AND workspace_id = $2 AND through_seq IS NULL)
            """, worker, desk.workspace, now())
        let surroundings = try claimedConversations(of: worker, for: desk)
        return try waiting.compactMap { claim in
            guard let around = surroundings[claim.conversation], let messages = messages[claim.conversation],
                let first = messages.pending.first, let last = messages.pending.last
            else { return nil }
            try execute(
                "UPDATE claims SET through_seq = $2 WHERE conversation_id = $1 AND workspace_id = $3",
                claim.conversation, claim.isAlone ? first.message.seq : last.message.seq, desk.workspace)
            return ClaimedWork(
                claim: claim, claimedAt: try now(), conversation: around.conversation, customer: around.customer,
                ticket: around.ticket,
                pending: messages.pending, history: messages.history, session: around.session,
                hasOpenEscalation: around.hasOpenEscalation)
        }
    }

    func conversationAndCustomer(
        _ id: ID<Conversation>, for desk: DeskDatabase
    ) throws -> (Conversation, Customer)? {
        try row(
            """
            SELECT c.id, c.customer_id, c.initial_channel, c.started_at, c.ended_at, c.status, c.sentiment_score,
                c.resolution_type, c.escalated_to, c.identity,
                u.id, u.email, u.phone, u.name, u.created_at
            FROM conversations c
            JOIN customers u ON u.id = c.customer_id
            WHERE c.id = $1 AND c.workspace_id = $2
            """, id, desk.workspace
        ) { (try Conversation($0), try Customer($0, from: 10)) }
    }

    /// What waits in the conversations just claimed, and the newest messages before it; both oldest first.
    private func claimedMessages(
        of worker: WorkerID, for desk: DeskDatabase
    ) throws -> [ID<Conversation>: ClaimedMessages] {
        // A conversation's places have no gaps, so a span of them bounds the number of messages.
        let found = try rows(
            """
            SELECT m.id, m.conversation_id, m.seq, m.channel, m.direction, m.role, m.content, m.created_at,
                m.delivery_status, m.sentiment_score, m.metadata,
                i.id, i.subject, i.category, i.received_at, i.tries, i.first_failed_at, i.crashes
            FROM (
                SELECT q.conversation_id, (
                    SELECT min(p.seq) FROM inbound p
                    WHERE p.conversation_id = q.conversation_id AND p.state = 'pending') AS first_pending
                FROM claims q
                WHERE q.owner = $1 AND q.workspace_id = $2 AND q.through_seq IS NULL) AS w
            JOIN messages m ON m.conversation_id = w.conversation_id
                AND m.seq >= w.first_pending - $3 AND m.seq < w.first_pending + $4
            LEFT JOIN inbound i ON i.conversation_id = m.conversation_id AND i.seq = m.seq AND i.state = 'pending'
            ORDER BY m.conversation_id, m.seq
            """, worker, desk.workspace, SQLWorkQueue.historyLength, SQLWorkQueue.batchLength
        ) { row in
            let message = try Message(row)
            guard try !row.isNull(11) else { return (message, nil as PendingMessage?) }
            return (
                message,
                PendingMessage(
                    inbound: try row.id(11), message: message, subject: try row.textOrNil(12),
                    category: try row.wordOrNil(13), receivedAt: try row.time(14), tries: try row.int(15),
                    firstFailedAt: try row.timeOrNil(16), crashes: try row.int(17))
            )
        }
        var messages: [ID<Conversation>: ClaimedMessages] = [:]
        for (message, pending) in found { messages[message.conversation, default: .init()].add(message, pending) }
        return messages
    }

    private func claimedConversations(
        of worker: WorkerID, for desk: DeskDatabase
    ) throws -> [ID<Conversation>: ClaimedConversation] {
        let found = try rows(
            """
            SELECT v.id, v.customer_id, v.initial_channel, v.started_at, v.ended_at, v.status, v.sentiment_score,
                v.resolution_type, v.escalated_to, v.identity,
                u.id, u.email, u.phone, u.name, u.created_at,
                t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at, t.resolved_at,
                s.session,
                EXISTS (SELECT 1 FROM escalations e WHERE e.conversation_id = v.id AND e.ended_at IS NULL)
            FROM claims c
            JOIN conversations v ON v.id = c.conversation_id
            JOIN customers u ON u.id = v.customer_id
            LEFT JOIN tickets t ON t.conversation_id = v.id AND t.status <> 'closed'
            LEFT JOIN sessions s ON s.conversation_id = v.id
            WHERE c.owner = $1 AND c.workspace_id = $2 AND c.through_seq IS NULL
            """, worker, desk.workspace
        ) { row in
            ClaimedConversation(
                conversation: try Conversation(row), customer: try Customer(row, from: 10),
                ticket: try row.isNull(15) ? nil : Ticket(row, from: 15), session: try row.jsonOrNil(30),
                hasOpenEscalation: try row.bool(31))
        }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.conversation.id, $0) })
    }
}

private struct ClaimedMessages {
    var history: [Message] = []
    var pending: [PendingMessage] = []

    /// Adds the next message, in their order. What was said after the first that waits isn't history.
    mutating func add(_ message: Message, _ pending: PendingMessage?) {
        if let pending { self.pending.append(pending) } else if self.pending.isEmpty { history.append(message) }
    }
}

private struct ClaimedConversation {
    let conversation: Conversation
    let customer: Customer
    let ticket: Ticket?
    let session: String?
    let hasOpenEscalation: Bool
}
