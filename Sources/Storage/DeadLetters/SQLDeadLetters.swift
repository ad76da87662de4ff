import FoundationEssentials
import SQL
package import SupportDesk

/// Messages the desk gave up on.
package struct SQLDeadLetters: DeadLetters {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func deadLetters(limit: Int) async throws -> [DeadLetter] {
        try await desk.database.read { tx in
            try tx.rows(
                """
                SELECT d.id, d.inbound_id, d.conversation_id, t.reference, i.channel, d.kind, d.detail, d.tries,
                    d.created_at, d.replayed_at, m.content
                FROM dead_letters d
                JOIN inbound i ON i.id = d.inbound_id
                JOIN messages m ON m.id = i.message_id
                LEFT JOIN tickets t ON t.id = i.ticket_id
                WHERE d.workspace_id = $1
                ORDER BY d.created_at DESC, d.id DESC
                LIMIT $2
                """, desk.workspace, limit
            ) { try DeadLetter($0) }
        }
    }

    package func deadLetter(_ id: ID<DeadLetter>) async throws -> DeadLetter? {
        try await desk.database.read { tx in
            try tx.row(
                """
                SELECT d.id, d.inbound_id, d.conversation_id, t.reference, i.channel, d.kind, d.detail, d.tries,
                    d.created_at, d.replayed_at, m.content
                FROM dead_letters d
                JOIN inbound i ON i.id = d.inbound_id
                JOIN messages m ON m.id = i.message_id
                LEFT JOIN tickets t ON t.id = i.ticket_id
                WHERE d.workspace_id = $1 AND d.id = $2
                """, desk.workspace, id
            ) { try DeadLetter($0) }
        }
    }

    package func replay(_ id: ID<DeadLetter>, by actor: String) async throws -> ReplayResult {
        try await desk.database.write { tx in
            let found: (inbound: ID<Inbound>, conversation: ID<Conversation>, seq: Int)? = try tx.row(
                """
                SELECT d.inbound_id, d.conversation_id, i.seq FROM dead_letters d
                JOIN inbound i ON i.id = d.inbound_id
                WHERE d.id = $1 AND d.workspace_id = $2
                """, id, desk.workspace
            ) { (try $0.id(0), try $0.id(1), try $0.int(2)) }
            guard let letter = found else { return .unknown }
            guard let locked = try tx.lock(letter.conversation, for: desk) else { return .unknown }
            guard let ticket = locked.ticket, ticket.holder == nil else { return .withTeammate }
            if try tx.hasTeammateReplied(in: locked, after: letter.seq, for: desk) { return .withTeammate }
            if try tx.isAnswered(letter.inbound, for: desk) { return .alreadyAnswered }
            if ticket.status == .resolved { try tx.reopen(ticket, by: actor, for: desk) }
            try tx.requeue(letter.inbound, of: letter.conversation, for: desk)
            try tx.execute(
                """
                UPDATE dead_letters SET replayed_at = $2, replayed_by = $3
                WHERE inbound_id = $1 AND workspace_id = $4 AND replayed_at IS NULL
                """, letter.inbound, tx.now(), actor, desk.workspace)
            try tx.audit("dead_letter.replayed", by: actor, on: "dead_letter", id, for: desk)
            tx.notify(.work)
            tx.notify(.changes)
            return .queued
        }
    }
}

extension Transaction {
    /// Whether the message has an answer, or is on its way to one.
    fileprivate func isAnswered(_ inbound: ID<Inbound>, for desk: DeskDatabase) throws -> Bool {
        try row(
            """
            SELECT 1 FROM inbound i
            LEFT JOIN answer_inputs a ON a.inbound_id = i.id
            WHERE i.id = $1 AND i.workspace_id = $2 AND (a.inbound_id IS NOT NULL OR i.state <> 'dead')
            """, inbound, desk.workspace
        ) { _ in true } ?? false
    }

    fileprivate func hasTeammateReplied(
        in locked: LockedConversation, after seq: Int, for desk: DeskDatabase
    ) throws -> Bool {
        try row(
            """
            SELECT 1 FROM messages
            WHERE conversation_id = $1 AND workspace_id = $3 AND seq > $2 AND role = 'human'
            LIMIT 1
            """, locked.id, seq, desk.workspace
        ) { _ in true } ?? false
    }

    fileprivate func requeue(
        _ inbound: ID<Inbound>, of conversation: ID<Conversation>, for desk: DeskDatabase
    ) throws {
        try execute(
            """
            UPDATE inbound SET state = 'pending', tries = 0, first_failed_at = NULL, cut_offs = 0, crashes = 0,
                done_at = NULL
            WHERE id = $1 AND workspace_id = $2
            """, inbound, desk.workspace)
        try makeReady(conversation, rank: now(), for: desk)
    }
}

extension DeadLetter {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: try row.id(0), inbound: try row.id(1), conversation: try row.id(2),
            ticket: try row.textOrNil(3).map(TicketReference.init(stored:)), channel: try row.word(4),
            cause: FailureCause(kind: try row.text(5), detail: try row.text(6)), tries: try row.int(7),
            createdAt: try row.time(8), replayedAt: try row.timeOrNil(9), content: try row.text(10))
    }
}
