import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// Lets a write pass only while the claim holds, and locks the conversation's row.
    /// - Throws: `ClaimLost`.
    func fence(_ claim: Claim, for desk: DeskDatabase) throws -> LockedConversation {
        guard let locked = try lock(claim.conversation, for: desk), locked.owner == claim.worker.description,
            locked.epoch == claim.epoch
        else { throw ClaimLost() }
        return locked
    }

    /// Ends a claim: the conversation, whose row is locked, is free, and due again where messages still wait.
    ///
    /// - Parameter rank: its new place among those that are due; `nil` leaves it the one it had.
    func settle(_ conversation: ID<Conversation>, dueAt due: Date, rank: Date?, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE claims SET owner = NULL, through_seq = NULL,
                is_suspect = (
                    SELECT COALESCE(max(cut_offs), 0) >= 2 FROM inbound
                    WHERE conversation_id = $1 AND state = 'pending'),
                ready_at = CASE
                    WHEN EXISTS (SELECT 1 FROM inbound WHERE conversation_id = $1 AND state = 'pending')
                    THEN COALESCE($2, ready_at)
                END,
                rank_at = CASE WHEN rank_at > $3 THEN rank_at ELSE COALESCE($3, rank_at) END
            WHERE conversation_id = $1 AND workspace_id = $4
            """, conversation, due, rank, desk.workspace)
    }

    /// Marks a pending inbound message as answered or given up. Under a fence that passed nobody else has settled it.
    func finish(_ inbound: ID<Inbound>, as state: String, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE inbound SET state = $2, done_at = $3 WHERE id = $1 AND workspace_id = $4 AND state = 'pending'
            """, inbound, state, now(), desk.workspace)
    }
}
