import Formats
package import FoundationEssentials
import SQL
package import SupportDesk

extension SQLWorkQueue {
    package func retryLater(
        _ covered: [ID<Inbound>], at retryAt: Date, cause: FailureCause, under claim: Claim
    ) async throws {
        try await desk.database.write { tx in
            let locked = try tx.fence(claim, for: desk)
            for inbound in covered {
                try tx.execute(
                    """
                    UPDATE inbound SET tries = tries + 1, failure = $2, first_failed_at = COALESCE(first_failed_at, $3)
                    WHERE id = $1 AND workspace_id = $4 AND state = 'pending'
                    """, inbound, "\(cause.kind): \(cause.detail)", tx.now(), desk.workspace)
            }
            try tx.settle(claim.conversation, dueAt: retryAt, rank: retryAt, for: desk)
            if locked.pending > 0 { tx.notify(.work) }
            try tx.reach(.failureStored, of: desk.faults)
        }
    }

    package func deadLetter(_ failed: DeadLetterRecord, under claim: Claim) async throws {
        let conversation = claim.conversation
        try await desk.database.write { tx in
            let locked = try tx.fence(claim, for: desk)
            guard let ticket = locked.ticket else { throw SQLError.foreignKey }
            try tx.finish(failed.inbound, as: "dead", for: desk)
            try tx.insertDeadLetter(failed, conversation: conversation, for: desk)
            try tx.apologise(failed, in: ticket, for: desk)
            let escalation = Escalation(
                id: desk.ids.new(), reason: "processing_error", urgency: .high, team: failed.team,
                summary: "The desk could not answer this message (\(failed.cause.kind)).", rule: nil)
            try tx.insert(
                escalation, ticket: ticket.id, conversation: conversation, inbound: failed.inbound, for: desk)
            try tx.setState(of: ticket.id, to: .escalated, waitingOn: .teammate, for: desk)
            try tx.announce(failed, ticket: ticket, for: desk)
            try tx.deleteJournal(of: conversation, for: desk)
            try tx.settle(conversation, dueAt: tx.now(), rank: tx.now(), for: desk)
            if locked.pending > 1 { tx.notify(.work) }
            tx.notify(.changes)
            try tx.reach(.deadLetterStored, of: desk.faults)
        }
    }
}

extension Transaction {
    fileprivate func insertDeadLetter(
        _ failed: DeadLetterRecord, conversation: ID<Conversation>, for desk: DeskDatabase
    ) throws {
        try execute(
            """
            INSERT INTO dead_letters (id, workspace_id, inbound_id, conversation_id, kind, detail, tries, created_at)
            SELECT $1, workspace_id, id, conversation_id, $4, $5, tries + 1, $6 FROM inbound
            WHERE id = $3 AND workspace_id = $2
            """, desk.ids.ordered(), desk.workspace, failed.inbound, failed.cause.kind, failed.cause.detail, now())
    }

    /// Tells the customer, once for each message.
    fileprivate func apologise(_ failed: DeadLetterRecord, in ticket: Ticket, for desk: DeskDatabase) throws {
        let isTold = try row(
            "SELECT 1 FROM notices WHERE inbound_id = $1 AND kind = 'apology' AND workspace_id = $2", failed.inbound,
            desk.workspace
        ) { _ in true }
        guard isTold == nil else { return }
        let apology: ID<Message> = desk.ids.new()
        try insert(
            NewMessage(
                id: apology, conversation: ticket.conversation, seq: try nextSeq(of: ticket.conversation, for: desk),
                channel: ticket.channel, direction: .outbound, role: .system, content: failed.apology,
                deliveryState: .delivered), for: desk)
        try execute(
            """
            INSERT INTO notices (inbound_id, kind, workspace_id, message_id, created_at)
            VALUES ($1, 'apology', $2, $3, $4)
            """, failed.inbound, desk.workspace, apology, now())
        try deliverOnPage(apology, of: ticket.conversation, for: desk)
    }

    fileprivate func announce(_ failed: DeadLetterRecord, ticket: Ticket, for desk: DeskDatabase) throws {
        let original = try row(
            """
            SELECT m.content FROM inbound i JOIN messages m ON m.id = i.message_id
            WHERE i.id = $1 AND i.workspace_id = $2
            """, failed.inbound, desk.workspace
        ) { try $0.text(0) }
        let payload: JSONObject = [
            "event": "processing_error", "requires_human": true, "inbound_id": .string(failed.inbound.description),
            "ticket_id": .string(ticket.id.description), "original_message": .string(original ?? ""),
            "error": .string("\(failed.cause.kind): \(failed.cause.detail)"),
            "timestamp": .string(try now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
        ]
        try announce(.escalations, key: ticket.conversation, payload, for: desk)
        try announce(.deadLetters, key: ticket.conversation, payload, for: desk)
    }
}
