import Formats
package import FoundationEssentials
import SQL
package import SupportDesk

/// Tickets as their links show them.
package struct SQLTicketPages: TicketPages {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func ticket(at link: TicketLink) async throws -> TicketView? {
        try await desk.database.read { tx in
            guard let ticket = try tx.ticket(at: link, in: desk.workspace) else { return nil }
            return TicketView(
                ticket: ticket, team: try tx.escalatedTeam(of: ticket, for: desk),
                messages: try tx.pageMessages(of: ticket, for: desk))
        }
    }

    package func lastChanges(of links: [TicketLink]) async throws -> [TicketLink: Date] {
        try await desk.database.read { tx in
            let changes = try tx.rows(
                tx.dialect.text(
                    sqlite: """
                        SELECT public_id, updated_at FROM tickets
                        WHERE workspace_id = $2 AND public_id IN (SELECT value FROM json_each($1))
                        """,
                    // The cast stands apart: a policy keeps PostgreSQL from searching an index by what it can't prove to
                    // keep a secret.
                    postgres: """
                        WITH asked AS MATERIALIZED (
                            SELECT link::uuid AS public_id FROM jsonb_array_elements_text($1) AS link)
                        SELECT tickets.public_id, tickets.updated_at FROM asked
                        JOIN tickets ON tickets.public_id = asked.public_id
                        WHERE tickets.workspace_id = $2
                        """), JSONValue.array(links.map { .string($0.description) }).sql, desk.workspace
            ) { (TicketLink(try $0.uuid(0)), try $0.time(1)) }
            return Dictionary(uniqueKeysWithValues: changes)
        }
    }
}

extension Transaction {
    /// What was written on the ticket's page and the answers to that, until a later ticket of the conversation began;
    /// the newest 500, oldest first.
    fileprivate func pageMessages(of ticket: Ticket, for desk: DeskDatabase) throws -> [Message] {
        try rows(
            """
            SELECT m.id, m.conversation_id, m.seq, m.channel, m.direction, m.role, m.content, m.created_at,
                m.delivery_status, m.sentiment_score, m.metadata
            FROM messages m
            JOIN tickets t ON t.id = $2
            WHERE m.conversation_id = $1 AND m.workspace_id = $3 AND m.channel = 'web_form' AND m.seq >= t.first_seq
                AND m.seq < COALESCE((
                    SELECT min(later.first_seq) FROM tickets later
                    WHERE later.conversation_id = $1 AND later.first_seq > t.first_seq), 9223372036854775807)
            ORDER BY m.seq DESC
            LIMIT 500
            """, ticket.conversation, ticket.id, desk.workspace
        ) { try Message($0) }.reversed()
    }

    fileprivate func escalatedTeam(of ticket: Ticket, for desk: DeskDatabase) throws -> String? {
        try row(
            """
            SELECT team FROM escalations WHERE ticket_id = $1 AND workspace_id = $2 AND ended_at IS NULL
            ORDER BY created_at DESC, id DESC
            LIMIT 1
            """, ticket.id, desk.workspace
        ) { try $0.text(0) }
    }
}
