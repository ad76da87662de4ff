package import Formats
import SQL
package import SupportDesk

/// Journals in the database, one row a step.
package struct SQLRunJournals: RunJournals {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func steps(under claim: Claim) async throws -> [JSONValue] {
        // No lock is needed: writes and the raising of the epoch exclude each other by the conversation's row, so
        // whoever has the claim sees all that was written before it.
        try await desk.database.read { tx in
            let found = try tx.rows(
                """
                SELECT j.step FROM claims c
                LEFT JOIN run_journal j ON j.conversation_id = c.conversation_id
                WHERE c.conversation_id = $1 AND c.workspace_id = $2 AND c.owner = $3 AND c.epoch = $4
                ORDER BY j.number
                """, claim.conversation, desk.workspace, claim.worker, claim.epoch
            ) { try $0.jsonOrNil(0) }
            guard !found.isEmpty else { throw ClaimLost() }
            return try found.compactMap { try $0.map { try JSONValue(parsing: $0) } }
        }
    }

    package func append(_ steps: [JSONValue], under claim: Claim) async throws {
        guard !steps.isEmpty else { return }
        do { try await keep(steps, under: claim) } catch let lost as ClaimLost {
            // Whoever looked for work while the row was locked has passed it over.
            desk.database.notify(.work)
            throw lost
        }
        desk.faults.reach(.stepsCommitted)
    }

    private func keep(_ steps: [JSONValue], under claim: Claim) async throws {
        try await desk.database.write { tx in
            // The fence without its reading: the row asks for the claim itself, in the same round trip.
            try tx.lockRow(of: claim.conversation, for: desk)
            guard try tx.append(steps, under: claim, for: desk) else { throw ClaimLost() }
            try tx.reach(.stepsStored, of: desk.faults)
        }
    }

    package func discard(under claim: Claim) async throws {
        try await desk.database.write { tx in
            _ = try tx.fence(claim, for: desk)
            try tx.deleteJournal(of: claim.conversation, for: desk)
        }
    }
}
