import FoundationEssentials
import SQL
package import SupportDesk

extension SQLWorkQueue {
    package func heartbeat(of worker: WorkerID) async throws -> Int {
        let dead = try await desk.database.write { tx in
            try tx.beat(worker, for: desk)
            let now = try tx.now()
            return try tx.otherWorkers(than: worker, for: desk).filter { isDead($0, at: now) }.map(\.id)
        }
        var freed = 0
        for id in dead { freed += try await bury(id) }
        return freed
    }

    package func retire(_ worker: WorkerID) async throws {
        try await desk.database.write { tx in
            if tx.dialect == .postgres {
                try tx.execute(
                    "SELECT 1 FROM workers WHERE id = $1 AND workspace_id = $2 FOR UPDATE", worker, desk.workspace)
            }
            _ = try tx.free(worker.description, countingCrash: false, for: desk)
        }
    }

    /// Takes from a dead worker what it held. Nothing is done where it lives after all, or another worker is at it:
    /// whatever it does now, it holds its row's lock. Returns how many conversations were freed.
    private func bury(_ worker: String) async throws -> Int {
        try await desk.database.write { tx in
            guard let found = try tx.lockWorkerIfIdle(worker, for: desk), isDead(found, at: try tx.now()) else {
                return 0
            }
            return try tx.free(worker, countingCrash: true, for: desk)
        }
    }

    private func isDead(_ worker: WorkerRow, at now: Date) -> Bool {
        now.timeIntervalSince(worker.seen) > Self.patience || WorkerID(worker.id).map(isGone) ?? false
    }
}

private struct WorkerRow {
    let id: String
    let seen: Date
}

extension Transaction {
    /// Holds the worker's row, so that nobody takes it for dead meanwhile, and makes one where it has none: a process that
    /// slept too long was thought dead, and what it claims must be there to be taken from it.
    ///
    /// - Returns: when the first message that needs a process for itself is due.
    func enrol(_ worker: WorkerID, for desk: DeskDatabase) throws -> Date? {
        if let firstSuspect = try holdRow(of: worker, for: desk) { return firstSuspect }
        try execute(
            """
            INSERT INTO workers (id, workspace_id, started_at, heartbeat_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (id) DO NOTHING
            """, worker, desk.workspace, now())
        return try holdRow(of: worker, for: desk) ?? nil
    }

    /// As `enrol`; `nil` for a worker without a row.
    private func holdRow(of worker: WorkerID, for desk: DeskDatabase) throws -> Date?? {
        try row(
            dialect.text(
                sqlite: """
                    SELECT (
                        SELECT min(ready_at) FROM claims
                        WHERE workspace_id = $2 AND is_suspect = TRUE AND owner IS NULL AND held_by IS NULL
                            AND ready_at IS NOT NULL)
                    FROM workers WHERE id = $1 AND workspace_id = $2
                    """,
                postgres: """
                    SELECT (
                        SELECT min(ready_at) FROM claims
                        WHERE workspace_id = $2 AND is_suspect = TRUE AND owner IS NULL AND held_by IS NULL
                            AND ready_at IS NOT NULL)
                    FROM workers WHERE id = $1 AND workspace_id = $2
                    FOR KEY SHARE
                    """), worker, desk.workspace
        ) { try $0.timeOrNil(0) }
    }

    fileprivate func beat(_ worker: WorkerID, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO workers (id, workspace_id, started_at, heartbeat_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
            """, worker, desk.workspace, now())
    }

    fileprivate func otherWorkers(than worker: WorkerID, for desk: DeskDatabase) throws -> [WorkerRow] {
        try rows(
            "SELECT id, heartbeat_at FROM workers WHERE workspace_id = $2 AND id <> $1", worker, desk.workspace
        ) { WorkerRow(id: try $0.text(0), seen: try $0.time(1)) }
    }

    fileprivate func lockWorkerIfIdle(_ worker: String, for desk: DeskDatabase) throws -> WorkerRow? {
        try row(
            dialect.text(
                sqlite: "SELECT id, heartbeat_at FROM workers WHERE id = $1 AND workspace_id = $2",
                postgres: """
                    SELECT id, heartbeat_at FROM workers WHERE id = $1 AND workspace_id = $2 FOR UPDATE SKIP LOCKED
                    """), worker, desk.workspace
        ) { WorkerRow(id: try $0.text(0), seen: try $0.time(1)) }
    }

    /// Takes from a worker, whose row is locked, what it holds, its epochs raised, and ends its row. A commit on its way
    /// is waited for, and keeps what it stored. Returns how many conversations were freed.
    ///
    /// - Parameter countingCrash: whether its death counts against the messages it was answering: they may have caused it.
    fileprivate func free(_ worker: String, countingCrash: Bool, for desk: DeskDatabase) throws -> Int {
        if dialect == .postgres {
            try execute(
                """
                SELECT 1 FROM conversations
                WHERE workspace_id = $2 AND id IN (
                    SELECT conversation_id FROM claims WHERE owner = $1 AND workspace_id = $2)
                ORDER BY id
                FOR NO KEY UPDATE
                """, worker, desk.workspace)
        }
        let held = try rows(
            """
            UPDATE claims SET epoch = epoch + 1 WHERE owner = $1 AND workspace_id = $2
            RETURNING conversation_id, is_alone, COALESCE(through_seq, 0)
            """, worker, desk.workspace
        ) { (conversation: try $0.id(0) as ID<Conversation>, isAlone: try $0.bool(1), through: try $0.int(2)) }
        for claim in held {
            if countingCrash {
                try countCrash(in: claim.conversation, through: claim.through, isAlone: claim.isAlone, for: desk)
            }
            try settle(claim.conversation, dueAt: now(), rank: nil, for: desk)
        }
        try execute("DELETE FROM workers WHERE id = $1 AND workspace_id = $2", worker, desk.workspace)
        if !held.isEmpty { notify(.work) }
        return held.count
    }

    private func countCrash(
        in conversation: ID<Conversation>, through seq: Int, isAlone: Bool, for desk: DeskDatabase
    ) throws {
        if isAlone {
            try execute(
                """
                UPDATE inbound SET crashes = crashes + 1
                WHERE conversation_id = $1 AND workspace_id = $3 AND state = 'pending' AND seq = $2
                """, conversation, seq, desk.workspace)
        } else {
            try execute(
                """
                UPDATE inbound SET cut_offs = cut_offs + 1
                WHERE conversation_id = $1 AND workspace_id = $3 AND state = 'pending' AND seq <= $2
                """, conversation, seq, desk.workspace)
        }
    }
}
