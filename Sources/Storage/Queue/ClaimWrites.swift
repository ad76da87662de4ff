import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// Lets a write pass only while the claim holds. Locks the conversation's row first, as every act does.
    func fence(_ claim: Claim) throws {
        try execute("UPDATE conversations SET last_seq = last_seq WHERE id = $1", claim.conversation)
        let isHeld = try row(
            """
            UPDATE claims SET epoch = epoch WHERE conversation_id = $1 AND owner = $2 AND epoch = $3
            RETURNING 1
            """, claim.conversation, claim.worker, claim.epoch
        ) { _ in true }
        guard isHeld == true else { throw ClaimLost() }
    }

    /// Ends a claim: the conversation is free, and due again where messages still wait.
    ///
    /// - Parameter rank: its new place among those that are due; `nil` leaves it the one it had.
    func settle(_ conversation: ID<Conversation>, dueAt due: Date, rank: Date?) throws {
        let waiting = try row(
            """
            SELECT count(*), COALESCE(max(cut_offs), 0) FROM inbound WHERE conversation_id = $1 AND state = 'pending'
            """, conversation
        ) { (count: try $0.int(0), cutOffs: try $0.int(1)) }
        let remains = (waiting?.count ?? 0) > 0
        try execute(
            """
            UPDATE claims SET owner = NULL, through_seq = NULL, is_suspect = $2, ready_at = $3,
                rank_at = CASE WHEN rank_at > $4 THEN rank_at ELSE COALESCE($4, rank_at) END
            WHERE conversation_id = $1
            """, conversation, (waiting?.cutOffs ?? 0) >= 2, remains ? due : nil, rank)
        if remains { notify(.work) }
    }

    /// Marks an inbound message as answered or given up; it must have been pending.
    /// - Throws: `ClaimLost` where somebody else has settled it.
    func finish(_ inbound: ID<Inbound>, as state: String) throws {
        let finished = try affectedRows(
            "UPDATE inbound SET state = $2, done_at = $3 WHERE id = $1 AND state = 'pending'", inbound, state, now())
        guard finished == 1 else { throw ClaimLost() }
    }
}
