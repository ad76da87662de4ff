import FoundationEssentials
import SQL
package import SupportDesk

/// Conversations and customers as staff read them.
package struct SQLConversationRecords: ConversationRecords {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func conversation(_ id: ID<Conversation>) async throws -> ConversationRecord? {
        try await desk.database.read { tx in
            guard let (conversation, _) = try tx.conversationAndCustomer(id, for: desk) else { return nil }
            return ConversationRecord(
                conversation: conversation, tickets: try tx.tickets(of: id, for: desk),
                messages: try tx.messages(of: id, for: desk))
        }
    }

    package func customer(with contact: Contact) async throws -> CustomerRecord? {
        try await desk.database.read { tx in
            guard let customer = try tx.customer(with: contact, for: desk) else { return nil }
            return CustomerRecord(
                customer: customer, identifiers: try tx.identifiers(of: customer.id, for: desk),
                conversations: try tx.conversations(of: customer.id, for: desk))
        }
    }
}

extension Transaction {
    /// Who has proven the contact, else who is known by it.
    fileprivate func customer(with contact: Contact, for desk: DeskDatabase) throws -> Customer? {
        let known: ID<Customer>?
        switch contact {
        case .email(let email):
            known =
                try customer(provenBy: .email, email.text, for: desk)
                ?? row(
                    "SELECT id FROM customers WHERE workspace_id = $1 AND email = $2", desk.workspace, email.text
                ) { try $0.id(0) }
        case .phone(let phone):
            known =
                try customer(provenBy: .whatsapp, phone.text, for: desk)
                ?? customer(provenBy: .phone, phone.text, for: desk)
                ?? row(
                    """
                    SELECT id FROM customers WHERE workspace_id = $1 AND phone = $2
                    ORDER BY created_at, id
                    LIMIT 1
                    """, desk.workspace, phone.text
                ) { try $0.id(0) }
        }
        guard let known else { return nil }
        return try row(
            "SELECT id, email, phone, name, created_at FROM customers WHERE id = $1 AND workspace_id = $2", known,
            desk.workspace
        ) { try Customer($0, from: 0) }
    }

    fileprivate func identifiers(of customer: ID<Customer>, for desk: DeskDatabase) throws -> [CustomerIdentifier] {
        try rows(
            """
            SELECT identifier_type, identifier_value, verified FROM customer_identifiers
            WHERE customer_id = $1 AND workspace_id = $2
            ORDER BY identifier_type, identifier_value
            """, customer, desk.workspace
        ) { CustomerIdentifier(kind: try $0.word(0), value: try $0.text(1), isProven: try $0.bool(2)) }
    }

    fileprivate func conversations(of customer: ID<Customer>, for desk: DeskDatabase) throws -> [Conversation] {
        try rows(
            """
            SELECT id, customer_id, initial_channel, started_at, ended_at, status, sentiment_score, resolution_type,
                escalated_to, identity
            FROM conversations
            WHERE customer_id = $1 AND workspace_id = $2
            ORDER BY started_at DESC, id DESC
            LIMIT 100
            """, customer, desk.workspace
        ) { try Conversation($0) }
    }
}
