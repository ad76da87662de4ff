import Formats
import SQL
import SupportDesk

extension Transaction {
    /// Puts steps behind those that are there, if the claim holds; the conversation's row is locked. Only the last is
    /// waited for: all see the same claim.
    ///
    /// - Returns: whether it did.
    func append(_ steps: [JSONValue], under claim: Claim, for desk: DeskDatabase) throws -> Bool {
        guard let last = steps.last else { return true }
        let text: StaticString = """
            INSERT INTO run_journal (conversation_id, number, workspace_id, epoch, step)
            SELECT c.conversation_id, (
                    SELECT COALESCE(max(j.number), 0) + 1 FROM run_journal j
                    WHERE j.conversation_id = c.conversation_id),
                c.workspace_id, c.epoch, $5
            FROM claims c
            WHERE c.conversation_id = $1 AND c.workspace_id = $2 AND c.owner = $3 AND c.epoch = $4
            """
        for step in steps.dropLast() {
            try execute(text, claim.conversation, desk.workspace, claim.worker, claim.epoch, step.sql)
        }
        return try affectedRows(text, claim.conversation, desk.workspace, claim.worker, claim.epoch, last.sql) == 1
    }

    /// Ends a conversation's journal; its row is locked.
    func deleteJournal(of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            "DELETE FROM run_journal WHERE conversation_id = $1 AND workspace_id = $2", conversation, desk.workspace)
    }

    /// Ends the journals of conversations that nobody works on and that aren't due: of runs that were answered without
    /// being told of them. Those that another transaction holds wait for the next time.
    func deleteForgottenJournals(for desk: DeskDatabase) throws {
        try execute(
            dialect.text(
                sqlite: """
                    DELETE FROM run_journal
                    WHERE workspace_id = $1 AND conversation_id IN (
                        SELECT c.conversation_id FROM claims c
                        WHERE c.conversation_id IN (
                                SELECT conversation_id FROM run_journal WHERE workspace_id = $1 AND number = 1)
                            AND c.workspace_id = $1 AND c.owner IS NULL AND c.ready_at IS NULL)
                    """,
                postgres: """
                    WITH forgotten AS (
                        SELECT q.conversation_id FROM claims q
                        JOIN conversations c ON c.id = q.conversation_id
                        WHERE q.conversation_id = ANY (
                                ARRAY(SELECT conversation_id FROM run_journal WHERE workspace_id = $1 AND number = 1))
                            AND q.workspace_id = $1 AND q.owner IS NULL AND q.ready_at IS NULL
                        FOR NO KEY UPDATE OF c, q SKIP LOCKED)
                    DELETE FROM run_journal USING forgotten
                    WHERE run_journal.conversation_id = forgotten.conversation_id AND run_journal.workspace_id = $1
                    """), desk.workspace)
    }
}
