import Formats
import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// What the sender of an earlier delivery of this message was told.
    /// - Throws: `IntakeError.keyUsedForAnotherMessage` when that one said something else.
    func receipt(
        of channelMessageID: String, digest: String, on channel: Channel, account: String, for desk: DeskDatabase
    ) throws -> IntakeReceipt? {
        let earlier = try row(
            """
            SELECT i.digest, t.id, t.public_id, t.reference, i.conversation_id, i.message_id
            FROM inbound i
            JOIN tickets t ON t.id = i.ticket_id
            WHERE i.workspace_id = $1 AND i.channel = $2 AND i.account = $3 AND i.channel_message_id = $4
            """, desk.workspace, channel, account, channelMessageID
        ) { row in
            (
                digest: try row.text(0),
                receipt: IntakeReceipt(
                    ticket: try row.id(1), link: try row.id(2), reference: TicketReference(stored: try row.text(3)),
                    conversation: try row.id(4), message: try row.id(5), isRepetition: true)
            )
        }
        guard let earlier else { return nil }
        guard earlier.digest == digest else { throw IntakeError.keyUsedForAnotherMessage }
        return earlier.receipt
    }

    /// The customer a message is filed under: who has proven the address, else who is known by it, else a new one.
    /// A claim changes nothing of somebody who is there.
    func customer(writing inbound: InboundMessage, for desk: DeskDatabase) throws -> ID<Customer> {
        if let email = inbound.email, let proven = try customer(provenBy: .email, email.text, for: desk) {
            return proven
        }
        let new: ID<Customer> = desk.ids.new()
        let now = try now()
        let customer: ID<Customer>? = try row(
            """
            INSERT INTO customers (id, workspace_id, email, phone, name, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (workspace_id, email) WHERE email IS NOT NULL DO UPDATE SET email = excluded.email
            RETURNING id
            """, new, desk.workspace, inbound.email?.text, inbound.phone?.text, inbound.name, now
        ) { try $0.id(0) }
        guard let customer else { throw SQLError.foreignKey }
        if customer == new, let email = inbound.email {
            try execute(
                """
                INSERT INTO customer_identifiers (customer_id, identifier_type, identifier_value, workspace_id,
                    verified, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, customer, CustomerIdentifier.Kind.email.rawValue, email.text, desk.workspace,
                inbound.identity == .proven, now)
        }
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

    /// Lets the conversation be claimed from now on.
    func makeReady(_ conversation: ID<Conversation>, rank: Date) throws {
        let now = try now()
        try execute(
            """
            UPDATE claims
            SET ready_at = CASE WHEN ready_at < $2 THEN ready_at ELSE $2 END,
                rank_at = CASE WHEN ready_at IS NOT NULL AND rank_at < $3 THEN rank_at ELSE $3 END
            WHERE conversation_id = $1
            """, conversation, now, rank)
    }

    /// The teammate who holds the conversation.
    func holder(of conversation: ID<Conversation>) throws -> String? {
        try row("SELECT held_by FROM claims WHERE conversation_id = $1", conversation) { try $0.textOrNil(0) } ?? nil
    }

    func reactivate(_ conversation: ID<Conversation>) throws {
        try execute(
            "UPDATE conversations SET status = 'active', ended_at = NULL, resolution_type = NULL WHERE id = $1",
            conversation)
    }
}
