import Formats
import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// What is there already of a message that is to open a conversation: what the sender of an earlier delivery of it
    /// was told, and the customer it is filed under, who has proven the address, else is known by it.
    ///
    /// - Throws: `IntakeError.keyUsedForAnotherMessage` when the earlier one said something else.
    func known(
        of inbound: InboundMessage, for desk: DeskDatabase
    ) throws -> (receipt: IntakeReceipt?, customer: ID<Customer>?) {
        let found: (EarlierDelivery?, ID<Customer>?)? = try row(
            """
            SELECT i.digest, t.id, t.public_id, t.reference, i.conversation_id, i.message_id, p.customer_id, k.id
            FROM (SELECT 1 AS always) AS one
            LEFT JOIN inbound i ON i.workspace_id = $1 AND i.channel = $2 AND i.account = $3
                AND i.channel_message_id = $4
            LEFT JOIN tickets t ON t.id = i.ticket_id
            LEFT JOIN customer_identifiers p ON p.workspace_id = $1 AND p.identifier_type = 'email'
                AND p.identifier_value = $5 AND p.verified
            LEFT JOIN customers k ON k.workspace_id = $1 AND k.email = $5
            """, desk.workspace, inbound.channel, inbound.account, inbound.channelMessageID, inbound.email?.text
        ) { row in
            let proven: ID<Customer>? = try row.idOrNil(6)
            return (try EarlierDelivery(row, from: 0), try proven ?? row.idOrNil(7))
        }
        let (earlier, customer) = found ?? (nil, nil)
        return (try earlier?.receipt(for: inbound.digest), customer)
    }

    /// The ticket behind a link, and what the sender of an earlier delivery of this reply was told.
    ///
    /// - Throws: `IntakeError.keyUsedForAnotherMessage` when the earlier one said something else.
    func addressee(
        of reply: PageReply, at link: TicketLink, for desk: DeskDatabase
    ) throws -> (ticket: Ticket, receipt: IntakeReceipt?)? {
        // The cast stands apart: a policy keeps PostgreSQL from searching an index by what it can't prove to keep a secret.
        let found: (ticket: Ticket, earlier: EarlierDelivery?)? = try row(
            """
            WITH addressed AS MATERIALIZED (
                SELECT t.id, t.public_id, t.reference, t.conversation_id, t.customer_id, t.source_channel, t.subject,
                    t.category, t.priority, t.status, t.waiting_on, c.held_by, t.created_at, t.updated_at,
                    t.resolved_at, CAST(t.id AS TEXT) AS account
                FROM tickets t
                LEFT JOIN claims c ON c.conversation_id = t.conversation_id
                WHERE t.public_id = $1 AND t.workspace_id = $2)
            SELECT a.id, a.public_id, a.reference, a.conversation_id, a.customer_id, a.source_channel, a.subject,
                a.category, a.priority, a.status, a.waiting_on, a.held_by, a.created_at, a.updated_at, a.resolved_at,
                i.digest, s.id, s.public_id, s.reference, i.conversation_id, i.message_id
            FROM addressed a
            LEFT JOIN inbound i ON i.workspace_id = $2 AND i.channel = $3 AND i.account = a.account
                AND i.channel_message_id = $4
            LEFT JOIN tickets s ON s.id = i.ticket_id
            """, link, desk.workspace, reply.channel, reply.key
        ) { (try Ticket($0), try EarlierDelivery($0, from: 15)) }
        guard let found else { return nil }
        return (found.ticket, try found.earlier?.receipt(for: reply.digest))
    }

    /// Stores somebody who wrote for the first time.
    func insertCustomer(writing inbound: InboundMessage, for desk: DeskDatabase) throws -> ID<Customer> {
        let customer: ID<Customer> = desk.ids.new()
        try execute(
            """
            INSERT INTO customers (id, workspace_id, email, phone, name, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, customer, desk.workspace, inbound.email?.text, inbound.phone?.text, inbound.name, now())
        guard let email = inbound.email else { return customer }
        try execute(
            """
            INSERT INTO customer_identifiers (customer_id, identifier_type, identifier_value, workspace_id, verified,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, customer, CustomerIdentifier.Kind.email.rawValue, email.text, desk.workspace,
            inbound.identity == .proven, now())
        return customer
    }

    func customer(
        provenBy kind: CustomerIdentifier.Kind, _ value: String, for desk: DeskDatabase
    ) throws -> ID<Customer>? {
        try row(
            """
            SELECT customer_id FROM customer_identifiers
            WHERE workspace_id = $1 AND identifier_type = $2 AND identifier_value = $3 AND verified
            """, desk.workspace, kind.rawValue, value
        ) { try $0.id(0) }
    }

    /// Stores what waits for an answer, or, while a teammate holds the conversation, what they will answer.
    func enqueue(
        _ inbound: InboundMessage, as message: ID<Message>, seq: Int, conversation: ID<Conversation>,
        ticket: ID<Ticket>, held: Bool, for desk: DeskDatabase
    ) throws {
        try execute(
            """
            INSERT INTO inbound (id, workspace_id, channel, account, channel_message_id, digest, conversation_id,
                ticket_id, message_id, seq, sender_name, sender_email, sender_phone, subject, category, thread_id,
                metadata, state, received_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            desk.ids.ordered(), desk.workspace, inbound.channel, inbound.account, inbound.channelMessageID,
            inbound.digest, conversation, ticket, message, seq, inbound.name, inbound.email?.text,
            inbound.phone?.text, inbound.subject, inbound.category, inbound.threadID,
            JSONValue.object(inbound.metadata).sql, held ? "with_teammate" : "pending", now())
        try announce(
            .inbound(inbound.channel), key: conversation,
            [
                "conversation_id": .string(conversation.description), "message_id": .string(message.description),
                "ticket_id": .string(ticket.description), "channel": .string(inbound.channel.rawValue),
            ], for: desk)
    }

    /// When a message would be taken if all were equal: urgent ones a minute ahead, so that nobody waits for ever.
    func rank(for priority: Ticket.Priority) throws -> Date {
        switch priority {
        case .urgent, .high: try now().addingTimeInterval(-60)
        case .medium: try now()
        case .low: try now().addingTimeInterval(5)
        }
    }

    /// Lets the conversation be claimed from now on. Its row is locked.
    func makeReady(_ conversation: ID<Conversation>, rank: Date, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE claims
            SET ready_at = CASE WHEN ready_at < $2 THEN ready_at ELSE $2 END,
                rank_at = CASE WHEN ready_at IS NOT NULL AND rank_at < $3 THEN rank_at ELSE $3 END
            WHERE conversation_id = $1 AND workspace_id = $4
            """, conversation, now(), rank, desk.workspace)
    }

    func reactivate(_ conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE conversations SET status = 'active', ended_at = NULL, resolution_type = NULL
            WHERE id = $1 AND workspace_id = $2
            """, conversation, desk.workspace)
    }
}

/// A message that came before under the same key, and what its sender was told.
private struct EarlierDelivery {
    let digest: String
    let receipt: IntakeReceipt

    /// Decodes `digest, ticket, link, reference, conversation, message` from the column `first` on; `nil` where no ticket
    /// was found.
    init?(_ row: borrowing Row, from first: Int) throws {
        guard try !row.isNull(first + 1) else { return nil }
        digest = try row.text(first)
        receipt = IntakeReceipt(
            ticket: try row.id(first + 1), link: try row.id(first + 2),
            reference: TicketReference(stored: try row.text(first + 3)), conversation: try row.id(first + 4),
            message: try row.id(first + 5), isRepetition: true)
    }

    func receipt(for digest: String) throws -> IntakeReceipt {
        guard self.digest == digest else { throw IntakeError.keyUsedForAnotherMessage }
        return receipt
    }
}
