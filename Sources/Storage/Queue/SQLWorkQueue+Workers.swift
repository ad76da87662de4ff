import FoundationEssentials
import SQL
package import SupportDesk

extension SQLWorkQueue {
    package func heartbeat(of worker: WorkerID) async throws -> Int {
        try await desk.database.write { tx in
            let now = try tx.now()
            try tx.execute(
                """
                INSERT INTO workers (id, workspace_id, started_at, heartbeat_at) VALUES ($1, $2, $3, $3)
                ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
                """, worker, desk.workspace, now)
            let others = try tx.rows("SELECT id, heartbeat_at FROM workers WHERE id <> $1", worker) {
                (id: try $0.text(0), seen: try $0.time(1))
            }
            return try others.reduce(0) { freed, other in
                let isDead =
                    now.timeIntervalSince(other.seen) > Self.patience
                    || WorkerID(other.id).map(isGone) ?? false
                guard isDead else { return freed }
                try tx.countCrash(of: other.id)
                return try freed + tx.free(other.id)
            }
        }
    }

    package func retire(_ worker: WorkerID) async throws {
        try await desk.database.write { tx in
            _ = try tx.free(worker.description)
        }
    }
}

extension Transaction {
    /// Gives the worker its row, so that whatever it claims can be taken from it when it dies: a process that slept too
    /// long was thought dead and has none.
    func enrol(_ worker: WorkerID, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO workers (id, workspace_id, started_at, heartbeat_at) VALUES ($1, $2, $3, $3)
            ON CONFLICT (id) DO NOTHING
            """, worker, desk.workspace, now())
    }

    /// Counts a worker's death against the messages it was answering: they may have caused it.
    fileprivate func countCrash(of worker: String) throws {
        let held = try rows(
            "SELECT conversation_id, is_alone, COALESCE(through_seq, 0) FROM claims WHERE owner = $1", worker
        ) { (conversation: try $0.id(0) as ID<Conversation>, isAlone: try $0.bool(1), through: try $0.int(2)) }
        for claim in held {
            if claim.isAlone {
                try execute(
                    """
                    UPDATE inbound SET crashes = crashes + 1
                    WHERE conversation_id = $1 AND state = 'pending' AND seq = $2
                    """, claim.conversation, claim.through)
            } else {
                try execute(
                    """
                    UPDATE inbound SET cut_offs = cut_offs + 1
                    WHERE conversation_id = $1 AND state = 'pending' AND seq <= $2
                    """, claim.conversation, claim.through)
            }
        }
    }

    /// Takes from a worker what it holds, its epochs raised, and ends its row. Returns how many conversations were freed.
    fileprivate func free(_ worker: String) throws -> Int {
        let held: [ID<Conversation>] = try rows(
            "UPDATE claims SET epoch = epoch + 1 WHERE owner = $1 RETURNING conversation_id", worker
        ) { try $0.id(0) }
        for conversation in held { try settle(conversation, dueAt: now(), rank: nil) }
        try execute("DELETE FROM workers WHERE id = $1", worker)
        return held.count
    }
}
