import FoundationEssentials
import SQL
package import SupportDesk

/// The queue in the database: conversations with pending messages, claimed by raising their epoch.
package struct SQLWorkQueue: WorkQueue {
    /// A worker that gave no sign for this long is dead.
    static let patience: TimeInterval = 10
    /// How many earlier messages a run is given.
    static let historyLength = 20
    /// How far behind the first waiting message a run looks for more of them.
    static let batchLength = 50

    let desk: DeskDatabase
    let referencePrefix: String
    /// Whether a worker's process is known to have ended, without waiting for its heartbeat to grow old.
    let isGone: @Sendable (WorkerID) -> Bool

    package init(
        _ desk: DeskDatabase, referencePrefix: String, isGone: @escaping @Sendable (WorkerID) -> Bool = { _ in false }
    ) {
        self.desk = desk
        self.referencePrefix = referencePrefix
        self.isGone = isGone
    }

    // MARK: Claiming

    package func claim(upTo limit: Int, for worker: WorkerID) async throws -> ClaimRound {
        let round = try await desk.database.write { tx in
            let firstSuspect = try tx.enrol(worker, for: desk)
            let claims = try tx.claim(limit, suspects: false, for: worker, of: desk)
            let work = try tx.load(claims, of: worker, for: desk)
            let hasSuspects = try firstSuspect.map { try $0 <= tx.now() } ?? false
            if !claims.isEmpty { try tx.reach(.claimStored, of: desk.faults) }
            return ClaimRound(work: work, hasSuspects: hasSuspects)
        }
        if !round.work.isEmpty { desk.faults.reach(.claimCommitted) }
        return round
    }

    package func claimSuspect(for worker: WorkerID) async throws -> ClaimedWork? {
        try await desk.database.write { tx in
            _ = try tx.enrol(worker, for: desk)
            let claims = try tx.claim(1, suspects: true, for: worker, of: desk)
            return try tx.load(claims, of: worker, for: desk).first
        }
    }

    package func release(_ claim: Claim) async throws {
        try await desk.database.write { tx in
            let locked = try tx.fence(claim, for: desk)
            try tx.settle(claim.conversation, dueAt: tx.now(), rank: nil, for: desk)
            if locked.pending > 0 { tx.notify(.work) }
        }
    }

    package func releaseUnknown(of worker: WorkerID, except known: Set<ID<Conversation>>) async throws -> Int {
        try await desk.database.write { tx in
            let held = try tx.rows(
                """
                SELECT conversation_id FROM claims WHERE owner = $1 AND workspace_id = $2 ORDER BY conversation_id
                """, worker, desk.workspace
            ) { try $0.id(0) as ID<Conversation> }
            var freed = 0
            for conversation in held where !known.contains(conversation) {
                guard try tx.lock(conversation, for: desk)?.owner == worker.description else { continue }
                try tx.execute(
                    "UPDATE claims SET epoch = epoch + 1 WHERE conversation_id = $1 AND workspace_id = $2",
                    conversation, desk.workspace)
                try tx.settle(conversation, dueAt: tx.now(), rank: nil, for: desk)
                freed += 1
            }
            if freed > 0 { tx.notify(.work) }
            return freed
        }
    }

    package func sweep() async throws -> Int {
        try await desk.database.write { tx in
            let now = try tx.now()
            // One that another transaction holds at this moment isn't forgotten.
            let found = try tx.affectedRows(
                tx.dialect.text(
                    sqlite: """
                        UPDATE claims SET ready_at = $1, rank_at = $1
                        WHERE workspace_id = $3 AND owner IS NULL AND held_by IS NULL AND ready_at IS NULL
                            AND conversation_id IN (
                                SELECT conversation_id FROM inbound
                                WHERE workspace_id = $3 AND state = 'pending' AND received_at < $2)
                        """,
                    postgres: """
                        WITH forgotten AS (
                            SELECT q.conversation_id FROM claims q
                            JOIN conversations c ON c.id = q.conversation_id
                            WHERE q.workspace_id = $3 AND q.owner IS NULL AND q.held_by IS NULL AND q.ready_at IS NULL
                                AND q.conversation_id IN (
                                    SELECT conversation_id FROM inbound
                                    WHERE workspace_id = $3 AND state = 'pending' AND received_at < $2)
                            FOR NO KEY UPDATE OF c, q SKIP LOCKED)
                        UPDATE claims SET ready_at = $1, rank_at = $1 FROM forgotten
                        WHERE claims.conversation_id = forgotten.conversation_id AND claims.workspace_id = $3
                        """), now, now.addingTimeInterval(-60), desk.workspace)
            if found > 0 { tx.notify(.work) }
            try tx.deleteForgottenJournals(for: desk)
            return found
        }
    }
}

extension Transaction {
    /// Takes up to `limit` conversations that are due. On PostgreSQL their rows are locked as in every act; those that
    /// another transaction holds are passed over, and it wakes the workers if it leaves something to do.
    fileprivate func claim(
        _ limit: Int, suspects: Bool, for worker: WorkerID, of desk: DeskDatabase
    ) throws -> [Claim] {
        try rows(
            dialect.text(
                sqlite: """
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = $4
                    WHERE workspace_id = $5 AND conversation_id IN (
                        SELECT conversation_id FROM claims
                        WHERE workspace_id = $5 AND is_suspect = $4 AND owner IS NULL AND held_by IS NULL
                            AND ready_at IS NOT NULL AND ready_at <= $2
                        ORDER BY rank_at, conversation_id
                        LIMIT $3)
                    RETURNING conversation_id, epoch
                    """,
                postgres: """
                    WITH due AS (
                        SELECT q.conversation_id FROM claims q
                        JOIN conversations c ON c.id = q.conversation_id
                        WHERE q.workspace_id = $5 AND q.is_suspect = $4 AND q.owner IS NULL AND q.held_by IS NULL
                            AND q.ready_at IS NOT NULL AND q.ready_at <= $2
                        ORDER BY q.rank_at, q.conversation_id
                        LIMIT $3
                        FOR NO KEY UPDATE OF c, q SKIP LOCKED)
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = $4 FROM due
                    WHERE claims.conversation_id = due.conversation_id AND claims.workspace_id = $5
                    RETURNING claims.conversation_id, claims.epoch
                    """), worker, now(), limit, suspects, desk.workspace
        ) { Claim(conversation: try $0.id(0), worker: worker, epoch: try $0.integer(1), isAlone: suspects) }
    }
}
