import Crypto
import FoundationEssentials
import SQL
import Storage
import SupportDesk

/// The rows of a form submission, written by one thread in a plain loop, `group` submissions to a commit.
enum RawSubmissions {
    /// - Returns: submissions a second.
    static func run(path: String, group: Int, seconds: Double) async throws -> Double {
        let database = try await SQLiteDatabase(path: path)
        try await DeskSchema.migrator.migrate(database)
        let workspace = WorkspaceScope.single
        try await database.write { tx in
            try tx.execute(
                "INSERT INTO workspaces (id, name, created_at) VALUES ($1, 'limits', $2)", workspace.uuid, tx.now())
        }
        let ids = UUIDGenerator()
        let start = ContinuousClock.now
        var written = 0
        while ContinuousClock.now - start < .seconds(seconds) {
            let first = written
            try await database.write { tx in
                for number in first..<first + group { try submit(number, tx, ids, workspace.uuid) }
            }
            written += group
        }
        let rate = Double(written) / ((ContinuousClock.now - start) / .seconds(1))
        await database.close()
        return rate
    }

    private static func submit(_ number: Int, _ tx: Transaction, _ ids: UUIDGenerator, _ workspace: UUID) throws {
        let (customer, conversation, ticket, message) = (ids.v7(), ids.v7(), ids.v7(), ids.v7())
        let now = try tx.now()
        let email = "customer\(number)@example.com"
        let text = "I need help with the API authentication, it refuses my key since this morning."
        try tx.execute(
            """
            INSERT INTO customers (id, workspace_id, email, name, created_at) VALUES ($1, $2, $3, 'A Customer', $4)
            ON CONFLICT (workspace_id, email) WHERE email IS NOT NULL DO UPDATE SET email = excluded.email
            """, customer, workspace, email, now)
        try tx.execute(
            """
            INSERT INTO customer_identifiers (customer_id, identifier_type, identifier_value, workspace_id, created_at)
            VALUES ($1, 'email', $2, $3, $4)
            """, customer, email, workspace, now)
        try tx.execute(
            """
            INSERT INTO conversations (id, workspace_id, customer_id, initial_channel, identity, started_at,
                last_message_at, last_seq)
            VALUES ($1, $2, $3, 'web_form', 'claimed', $4, $4, 1)
            """, conversation, workspace, customer, now)
        try tx.execute(
            """
            INSERT INTO tickets (id, public_id, workspace_id, reference, conversation_id, customer_id, source_channel,
                subject, category, priority, waiting_on, first_seq, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'web_form', 'Help with the API', 'technical', 'medium', 'agent', 1, $7, $7)
            """, ticket, ids.v4(), workspace, "L-\(number)", conversation, customer, now)
        try tx.execute(
            """
            INSERT INTO audit_log (id, workspace_id, at, actor, action, subject_type, subject_id)
            VALUES ($1, $2, $3, 'desk', 'ticket.created', 'ticket', $4)
            """, ids.v7(), workspace, now, ticket)
        try tx.execute(
            """
            INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at,
                delivery_status)
            VALUES ($1, $2, $3, 1, 'web_form', 'inbound', 'customer', $4, $5, 'delivered')
            """, message, workspace, conversation, text, now)
        try tx.execute(
            """
            INSERT INTO inbound (id, workspace_id, channel, account, channel_message_id, digest, conversation_id,
                ticket_id, message_id, seq, sender_name, sender_email, subject, category, state, received_at)
            VALUES ($1, $2, 'web_form', '', $3, $4, $5, $6, $7, 1, 'A Customer', $8, 'Help with the API', 'technical',
                'pending', $9)
            """, ids.v7(), workspace, ids.v4(), SHA256.digest(of: text).hex, conversation, ticket, message, email, now)
        try tx.execute(
            """
            INSERT INTO events (id, workspace_id, topic, key, payload, created_at)
            VALUES ($1, $2, 'fte.channels.webform.inbound', $3, '{}', $4)
            """, ids.v7(), workspace, conversation, now)
        try tx.execute(
            "INSERT INTO claims (conversation_id, workspace_id, ready_at, rank_at) VALUES ($1, $2, $3, $3)",
            conversation, workspace, now)
    }
}
