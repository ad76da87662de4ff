import FoundationEssentials
import SQL
package import SupportDesk

/// The queue in the database: conversations with pending messages, claimed by raising their epoch.
package struct SQLWorkQueue: WorkQueue {
    /// A worker that gave no sign for this long is dead.
    static let patience: TimeInterval = 10
    /// How many earlier messages a run is given.
    static let historyLength = 20

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
            try tx.enrol(worker, for: desk)
            let claims = try tx.claimReady(limit, for: worker)
            let round = ClaimRound(
                work: try claims.compactMap { try tx.load($0) }, hasSuspects: try tx.hasReadySuspects())
            if !claims.isEmpty { desk.faults.reach(.claimStored) }
            return round
        }
        if !round.work.isEmpty { desk.faults.reach(.claimCommitted) }
        return round
    }

    package func claimSuspect(for worker: WorkerID) async throws -> ClaimedWork? {
        try await desk.database.write { tx in
            try tx.enrol(worker, for: desk)
            guard let claim = try tx.claimSuspect(for: worker) else { return nil }
            return try tx.load(claim)
        }
    }

    package func release(_ claim: Claim) async throws {
        try await desk.database.write { tx in
            try tx.fence(claim)
            try tx.settle(claim.conversation, dueAt: tx.now(), rank: nil)
        }
    }

    package func sweep() async throws -> Int {
        try await desk.database.write { tx in
            let now = try tx.now()
            let found = try tx.affectedRows(
                """
                UPDATE claims SET ready_at = $1, rank_at = $1
                WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NULL AND conversation_id IN (
                    SELECT conversation_id FROM inbound WHERE state = 'pending' AND received_at < $2)
                """, now, now.addingTimeInterval(-60))
            if found > 0 { tx.notify(.work) }
            return found
        }
    }
}

extension Transaction {
    fileprivate func claimReady(_ limit: Int, for worker: WorkerID) throws -> [Claim] {
        try rows(
            dialect.text(
                sqlite: """
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = 0
                    WHERE conversation_id IN (
                        SELECT conversation_id FROM claims
                        WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND is_suspect = 0
                            AND ready_at <= $2
                        ORDER BY rank_at, conversation_id
                        LIMIT $3)
                    RETURNING conversation_id, epoch
                    """,
                postgres: """
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = false
                    WHERE conversation_id IN (
                        SELECT conversation_id FROM claims
                        WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND NOT is_suspect
                            AND ready_at <= $2
                        ORDER BY rank_at, conversation_id
                        LIMIT $3
                        FOR UPDATE SKIP LOCKED)
                    RETURNING conversation_id, epoch
                    """), worker, now(), limit
        ) { Claim(conversation: try $0.id(0), worker: worker, epoch: try $0.integer(1), isAlone: false) }
    }

    fileprivate func claimSuspect(for worker: WorkerID) throws -> Claim? {
        try row(
            dialect.text(
                sqlite: """
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = 1
                    WHERE conversation_id = (
                        SELECT conversation_id FROM claims
                        WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND is_suspect = 1
                            AND ready_at <= $2
                        ORDER BY rank_at, conversation_id
                        LIMIT 1)
                    RETURNING conversation_id, epoch
                    """,
                postgres: """
                    UPDATE claims SET owner = $1, epoch = epoch + 1, claimed_at = $2, is_alone = true
                    WHERE conversation_id = (
                        SELECT conversation_id FROM claims
                        WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND is_suspect
                            AND ready_at <= $2
                        ORDER BY rank_at, conversation_id
                        LIMIT 1
                        FOR UPDATE SKIP LOCKED)
                    RETURNING conversation_id, epoch
                    """), worker, now()
        ) { Claim(conversation: try $0.id(0), worker: worker, epoch: try $0.integer(1), isAlone: true) }
    }

    fileprivate func hasReadySuspects() throws -> Bool {
        try row(
            dialect.text(
                sqlite: """
                    SELECT 1 FROM claims
                    WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND is_suspect = 1
                        AND ready_at <= $1
                    LIMIT 1
                    """,
                postgres: """
                    SELECT 1 FROM claims
                    WHERE owner IS NULL AND held_by IS NULL AND ready_at IS NOT NULL AND is_suspect
                        AND ready_at <= $1
                    LIMIT 1
                    """), now()
        ) { _ in true } ?? false
    }
}
