import Formats
import FoundationEssentials
import SQL
import SupportDesk

extension Transaction {
    /// Stores and announces the run's escalation; one a message, however often it is processed. Returns whether the run
    /// asked for one.
    func escalate(
        _ outcome: RunOutcome, ticket: Ticket, conversation: ID<Conversation>, for desk: DeskDatabase
    ) throws -> Bool {
        guard let escalation = outcome.escalation, let inbound = outcome.covered.last else { return false }
        let isNew = try insert(
            escalation, ticket: ticket.id, conversation: conversation, inbound: inbound, for: desk)
        guard isNew else { return true }
        try announce(
            .escalations, key: conversation,
            [
                "event": "escalated_to_human", "escalation_id": .string(escalation.id.description),
                "ticket_id": .string(ticket.id.description), "reference": .string(ticket.reference.text),
                "reason": .string(escalation.reason), "urgency": .string(escalation.urgency.rawValue),
                "team": .string(escalation.team), "requires_human": true,
            ], for: desk)
        return true
    }

    /// Stores an escalation, unless its message has asked for a human before; returns whether it did.
    @discardableResult
    func insert(
        _ escalation: Escalation, ticket: ID<Ticket>, conversation: ID<Conversation>, inbound: ID<Inbound>,
        for desk: DeskDatabase
    ) throws -> Bool {
        let inserted = try affectedRows(
            """
            INSERT INTO escalations (id, workspace_id, ticket_id, conversation_id, inbound_id, reason, urgency, team,
                rule, summary, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (inbound_id) DO NOTHING
            """,
            escalation.id, desk.workspace, ticket, conversation, inbound, escalation.reason, escalation.urgency,
            escalation.team, escalation.rule, escalation.summary, now())
        guard inserted == 1 else { return false }
        try execute(
            "UPDATE conversations SET status = 'escalated', escalated_to = $2 WHERE id = $1 AND workspace_id = $3",
            conversation, escalation.team, desk.workspace)
        try audit(
            "ticket.escalated", by: "agent", on: "ticket", ticket,
            details: ["reason": .string(escalation.reason), "team": .string(escalation.team)], for: desk)
        return true
    }
}
