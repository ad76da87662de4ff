package import FoundationEssentials
import SQL
package import SupportDesk

/// What models cost, in the database that all workers share.
package struct SQLModelSpending: ModelSpending {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func reserve(
        microUSD: Int, for conversation: ID<Conversation>, within limits: SpendingLimits, lasting lifetime: Duration
    ) async throws -> SpendingDecision {
        let reservation: ID<SpendingReservation> = desk.ids.new()
        if limits.isUnlimited { return .reserved(reservation) }
        return try await desk.database.write { tx in
            try tx.beAloneInReserving(for: desk)
            try tx.dropExpiredReservations(for: desk)
            let committed = try tx.committedSpending(on: conversation, for: desk)
            if let scope = limits.scope(exceededBy: microUSD, after: committed) { return .over(scope) }
            try tx.execute(
                """
                INSERT INTO spending_reservations (id, workspace_id, conversation_id, micro_usd, expires_at)
                VALUES ($1, $2, (SELECT id FROM conversations WHERE id = $3 AND workspace_id = $2), $4, $5)
                """, reservation, desk.workspace, conversation, microUSD,
                tx.now().addingTimeInterval(lifetime / .seconds(1)))
            return .reserved(reservation)
        }
    }

    package func settle(_ reservation: ID<SpendingReservation>?, _ call: ModelCall) async throws {
        try await desk.database.write { tx in
            try tx.count(call, for: desk)
            guard let reservation else { return }
            try tx.execute(
                "DELETE FROM spending_reservations WHERE id = $1 AND workspace_id = $2", reservation, desk.workspace)
        }
    }

    package func spending(since day: Date) async throws -> [DailySpending] {
        try await desk.database.read { tx in
            try tx.rows(
                """
                SELECT day, model, requests, input_tokens, output_tokens, micro_usd FROM model_spending
                WHERE workspace_id = $1 AND day BETWEEN $2 AND $3
                ORDER BY day DESC, model
                """, desk.workspace, day.startOfUTCDay, tx.now()
            ) { DailySpending(day: try $0.time(0), model: try $0.text(1), usage: try ModelUsage($0, from: 2)) }
        }
    }

    package func spending(on conversation: ID<Conversation>) async throws -> ModelUsage {
        try await desk.database.read { tx in
            try tx.row(
                """
                SELECT requests, input_tokens, output_tokens, micro_usd FROM conversation_spending
                WHERE conversation_id = $1 AND workspace_id = $2
                """, conversation, desk.workspace
            ) { try ModelUsage($0, from: 0) } ?? ModelUsage()
        }
    }
}

extension Transaction {
    /// Lets one transaction of a company reserve at a time, so that two don't both take the last cent. What is decided
    /// upon is read by a later statement. Settling needs no turn: it moves an amount from one sum to the other at once.
    fileprivate func beAloneInReserving(for desk: DeskDatabase) throws {
        guard dialect == .postgres else { return }
        try execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('fte.spending ' || $1, 0))", desk.workspace.description)
    }

    /// Deletes what no longer counts; of many, some each time.
    fileprivate func dropExpiredReservations(for desk: DeskDatabase) throws {
        try execute(
            dialect.text(
                sqlite: """
                    DELETE FROM spending_reservations WHERE id IN (
                        SELECT id FROM spending_reservations WHERE workspace_id = $1 AND expires_at <= $2
                        ORDER BY expires_at LIMIT 100)
                    """,
                postgres: """
                    DELETE FROM spending_reservations WHERE id = ANY (ARRAY(
                        SELECT id FROM spending_reservations WHERE workspace_id = $1 AND expires_at <= $2
                        ORDER BY expires_at LIMIT 100))
                    """), desk.workspace, now())
    }

    /// All sums by one statement, so that a call which is settled meanwhile counts in one of them, and once.
    fileprivate func committedSpending(
        on conversation: ID<Conversation>, for desk: DeskDatabase
    ) throws -> CommittedSpending {
        let now = try now()
        let sums = try row(
            """
            SELECT
                COALESCE((
                    SELECT micro_usd FROM conversation_spending WHERE conversation_id = $2 AND workspace_id = $1), 0),
                COALESCE((
                    SELECT CAST(sum(micro_usd) AS bigint) FROM model_spending
                    WHERE workspace_id = $1 AND day = $3), 0),
                COALESCE((
                    SELECT CAST(sum(micro_usd) AS bigint) FROM model_spending
                    WHERE workspace_id = $1 AND day BETWEEN $4 AND $3), 0),
                COALESCE((
                    SELECT CAST(sum(micro_usd) AS bigint) FROM spending_reservations
                    WHERE conversation_id = $2 AND workspace_id = $1 AND expires_at > $5), 0),
                COALESCE((
                    SELECT CAST(sum(micro_usd) AS bigint) FROM spending_reservations
                    WHERE workspace_id = $1 AND expires_at > $5), 0)
            """, desk.workspace, conversation, now.startOfUTCDay, now.startOfUTCMonth, now
        ) { row in
            let reserved = try row.int(4)
            return CommittedSpending(
                conversation: try row.int(0) + row.int(3), day: try row.int(1) + reserved,
                month: try row.int(2) + reserved)
        }
        return sums ?? CommittedSpending(conversation: 0, day: 0, month: 0)
    }

    /// Adds a call to its conversation and to the day. The conversation's row comes first, as in every act; it is held
    /// only against being deleted, so nobody who answers waits.
    fileprivate func count(_ call: ModelCall, for desk: DeskDatabase) throws {
        let usage = call.usage
        try execute(
            dialect.text(
                sqlite: """
                    INSERT INTO conversation_spending AS s (conversation_id, workspace_id, requests, input_tokens,
                        output_tokens, micro_usd)
                    SELECT id, workspace_id, $3, $4, $5, $6 FROM conversations WHERE id = $1 AND workspace_id = $2
                    ON CONFLICT (conversation_id) DO UPDATE SET requests = s.requests + excluded.requests,
                        input_tokens = s.input_tokens + excluded.input_tokens,
                        output_tokens = s.output_tokens + excluded.output_tokens,
                        micro_usd = s.micro_usd + excluded.micro_usd
                    """,
                postgres: """
                    INSERT INTO conversation_spending AS s (conversation_id, workspace_id, requests, input_tokens,
                        output_tokens, micro_usd)
                    SELECT id, workspace_id, $3, $4, $5, $6 FROM conversations WHERE id = $1 AND workspace_id = $2
                    FOR KEY SHARE
                    ON CONFLICT (conversation_id) DO UPDATE SET requests = s.requests + excluded.requests,
                        input_tokens = s.input_tokens + excluded.input_tokens,
                        output_tokens = s.output_tokens + excluded.output_tokens,
                        micro_usd = s.micro_usd + excluded.micro_usd
                    """), call.conversation, desk.workspace, usage.requests, usage.inputTokens, usage.outputTokens,
            usage.microUSD)
        try execute(
            """
            INSERT INTO model_spending AS s (workspace_id, day, model, requests, input_tokens, output_tokens, micro_usd)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (workspace_id, day, model) DO UPDATE SET requests = s.requests + excluded.requests,
                input_tokens = s.input_tokens + excluded.input_tokens,
                output_tokens = s.output_tokens + excluded.output_tokens,
                micro_usd = s.micro_usd + excluded.micro_usd
            """, desk.workspace, now().startOfUTCDay, call.model, usage.requests, usage.inputTokens,
            usage.outputTokens, usage.microUSD)
    }
}

extension ModelUsage {
    /// Decodes `requests, input_tokens, output_tokens, micro_usd` from the column `first` on.
    fileprivate init(_ row: borrowing Row, from first: Int) throws {
        self.init(
            requests: try row.int(first), inputTokens: try row.int(first + 1), outputTokens: try row.int(first + 2),
            microUSD: try row.int(first + 3))
    }
}
