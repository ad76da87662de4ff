package import FoundationEssentials
import SQL
package import SupportDesk

/// Deletes old rows of one company.
package struct SQLRetention: Retention {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func conversations(
        quietSince end: Date, after place: ConversationPlace?, limit: Int
    ) async throws -> (found: [ID<Conversation>], next: ConversationPlace?) {
        let start = place ?? ConversationPlace(startedAt: Date(timeIntervalSince1970: 0), id: .lowest)
        // `last_message_at` changes too often for an index, but nothing is quiet that hasn't begun. Each is counted by
        // itself, where EXISTS would let PostgreSQL collect those of all conversations first.
        let seen = try await desk.database.read { tx in
            try tx.rows(
                """
                SELECT v.id, v.started_at, v.last_message_at < $2
                    AND (SELECT count(*) FROM inbound i WHERE i.conversation_id = v.id AND i.state = 'pending') = 0
                    AND (
                        SELECT count(*) FROM claims c
                        WHERE c.conversation_id = v.id AND (c.owner IS NOT NULL OR c.held_by IS NOT NULL)) = 0
                    AND (
                        SELECT count(*) FROM tickets t
                        WHERE t.conversation_id = v.id AND t.waiting_on = 'teammate') = 0
                FROM conversations v
                WHERE v.workspace_id = $1 AND v.started_at < $2 AND (v.started_at, v.id) > ($3, $4)
                ORDER BY v.started_at, v.id
                LIMIT $5
                """, desk.workspace, end, start.startedAt, start.id, limit
            ) { row in
                (place: ConversationPlace(startedAt: try row.time(1), id: try row.id(0)), isQuiet: try row.bool(2))
            }
        }
        let next = seen.count == limit ? seen.last?.place : nil
        return (seen.filter(\.isQuiet).map(\.place.id), next)
    }

    package func delete(
        _ conversations: [ID<Conversation>], quietSince end: Date
    ) async throws -> DeletedConversations {
        try await desk.database.write { tx in
            try tx.beAloneInDeleting(for: desk)
            var deleted = DeletedConversations()
            var customers: [ID<Customer>] = []
            for conversation in conversations {
                guard let customer = try tx.lockQuiet(conversation, since: end, for: desk) else { continue }
                try tx.deleteConversation(conversation, for: desk)
                deleted.conversations += 1
                if !customers.contains(customer) { customers.append(customer) }
            }
            for customer in customers where try tx.deleteIfWithoutConversation(customer, for: desk) {
                deleted.customers += 1
            }
            return deleted
        }
    }

    package func delete(_ kind: AgingRecord, before end: Date, limit: Int) async throws -> Int {
        try await desk.database.write { tx in
            try tx.beAloneInDeleting(for: desk)
            return try tx.affectedRows(kind.deletion(in: tx.dialect), desk.workspace, end, limit)
        }
    }
}

extension AgingRecord {
    /// Deletes the oldest of a company (`$1`) from before a time (`$2`), at most `$3`.
    ///
    /// PostgreSQL doesn't know how few they are when it plans; an array leaves it nothing but the table's key.
    fileprivate func deletion(in dialect: Dialect) -> StaticString {
        switch self {
        case .events:
            dialect.text(
                sqlite: """
                    DELETE FROM events WHERE id IN (
                        SELECT id FROM events WHERE workspace_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3)
                    """,
                postgres: """
                    DELETE FROM events WHERE id = ANY (ARRAY(
                        SELECT id FROM events WHERE workspace_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3))
                    """)
        case .traces:
            dialect.text(
                sqlite: """
                    DELETE FROM traces WHERE id IN (
                        SELECT id FROM traces WHERE workspace_id = $1 AND started_at < $2 ORDER BY started_at LIMIT $3)
                    """,
                postgres: """
                    DELETE FROM traces WHERE id = ANY (ARRAY(
                        SELECT id FROM traces WHERE workspace_id = $1 AND started_at < $2 ORDER BY started_at LIMIT $3))
                    """)
        case .agentMetrics:
            dialect.text(
                sqlite: """
                    DELETE FROM agent_metrics WHERE id IN (
                        SELECT id FROM agent_metrics WHERE workspace_id = $1 AND recorded_at < $2 ORDER BY recorded_at LIMIT $3)
                    """,
                postgres: """
                    DELETE FROM agent_metrics WHERE id = ANY (ARRAY(
                        SELECT id FROM agent_metrics WHERE workspace_id = $1 AND recorded_at < $2 ORDER BY recorded_at LIMIT $3))
                    """)
        case .auditLog:
            dialect.text(
                sqlite: """
                    DELETE FROM audit_log WHERE id IN (
                        SELECT id FROM audit_log WHERE workspace_id = $1 AND at < $2 ORDER BY at LIMIT $3)
                    """,
                postgres: """
                    DELETE FROM audit_log WHERE id = ANY (ARRAY(
                        SELECT id FROM audit_log WHERE workspace_id = $1 AND at < $2 ORDER BY at LIMIT $3))
                    """)
        }
    }
}

extension Transaction {
    /// Until its end this transaction alone deletes rows of the company for their age.
    /// - Throws: `RetentionBusy`.
    fileprivate func beAloneInDeleting(for desk: DeskDatabase) throws {
        guard dialect == .postgres else { return }
        let isAlone = try row(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('fte.retention ' || $1, 0))",
            desk.workspace.description
        ) { try $0.bool(0) }
        guard isAlone == true else { throw RetentionBusy() }
    }

    /// Locks the customer and the conversation, unless somebody is busy with either, and looks again whether it is quiet.
    /// Returns its customer.
    fileprivate func lockQuiet(
        _ conversation: ID<Conversation>, since end: Date, for desk: DeskDatabase
    ) throws -> ID<Customer>? {
        if dialect == .postgres {
            let isLocked = try row(
                """
                SELECT 1 FROM conversations v
                JOIN customers u ON u.id = v.customer_id
                WHERE v.id = $1 AND v.workspace_id = $2
                FOR UPDATE OF u, v SKIP LOCKED
                """, conversation, desk.workspace
            ) { _ in true }
            guard isLocked == true else { return nil }
        }
        return try row(
            """
            SELECT v.customer_id FROM conversations v
            WHERE v.id = $1 AND v.workspace_id = $2 AND v.last_message_at < $3
                AND NOT EXISTS (SELECT 1 FROM inbound i WHERE i.conversation_id = v.id AND i.state = 'pending')
                AND NOT EXISTS (
                    SELECT 1 FROM claims c
                    WHERE c.conversation_id = v.id AND (c.owner IS NOT NULL OR c.held_by IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.conversation_id = v.id AND t.waiting_on = 'teammate')
            """, conversation, desk.workspace, end
        ) { try $0.id(0) }
    }

    /// Deletes a conversation's rows, those first that refer to others.
    fileprivate func deleteConversation(_ id: ID<Conversation>, for desk: DeskDatabase) throws {
        let company = desk.workspace
        try execute(
            """
            DELETE FROM answer_inputs WHERE workspace_id = $2 AND inbound_id IN (
                SELECT id FROM inbound WHERE conversation_id = $1 AND workspace_id = $2)
            """, id, company)
        try execute(
            """
            DELETE FROM notices WHERE workspace_id = $2 AND inbound_id IN (
                SELECT id FROM inbound WHERE conversation_id = $1 AND workspace_id = $2)
            """, id, company)
        try execute("DELETE FROM escalations WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM dead_letters WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM outbox WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM inbound WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM tickets WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM messages WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM sessions WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM traces WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try deleteJournal(of: id, for: desk)
        try execute("DELETE FROM conversation_spending WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM spending_reservations WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM claims WHERE conversation_id = $1 AND workspace_id = $2", id, company)
        try execute("DELETE FROM conversations WHERE id = $1 AND workspace_id = $2", id, company)
    }

    /// Deletes a customer, whose row is locked, unless a conversation is left.
    fileprivate func deleteIfWithoutConversation(_ id: ID<Customer>, for desk: DeskDatabase) throws -> Bool {
        try execute(
            """
            DELETE FROM customer_identifiers WHERE customer_id = $1 AND workspace_id = $2
                AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = $1)
            """, id, desk.workspace)
        return try affectedRows(
            """
            DELETE FROM customers WHERE id = $1 AND workspace_id = $2
                AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = $1)
            """, id, desk.workspace) == 1
    }
}

extension ID {
    /// Comes before every other.
    fileprivate static var lowest: ID { ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }
}
