import Formats
import FoundationEssentials
import SQL
package import SupportDesk

/// What teammates do with tickets, each act one transaction.
package struct SQLTicketDesk: TicketDesk {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func tickets(_ filter: TicketFilter, limit: Int) async throws -> [Ticket] {
        let statuses = filter.statuses.isEmpty ? Ticket.Status.allCases : Array(filter.statuses)
        return try await desk.database.read { tx in
            let found = try statuses.flatMap { try tx.tickets(with: $0, limit: limit, for: desk) }
            return Array(
                found.sorted { ($0.updatedAt, $0.id.description) > ($1.updatedAt, $1.id.description) }.prefix(limit))
        }
    }

    package func ticket(named name: String) async throws -> TicketCase? {
        try await desk.database.read { tx in
            guard let ticket = try tx.ticket(named: name, for: desk),
                let (conversation, customer) = try tx.conversationAndCustomer(ticket.conversation, for: desk)
            else { return nil }
            return TicketCase(
                ticket: ticket, customer: customer, identity: conversation.identity,
                messages: try tx.messages(of: ticket.conversation, for: desk),
                escalations: try tx.escalations(of: ticket.id, for: desk))
        }
    }

    package func take(_ ticket: ID<Ticket>, by teammate: String) async throws {
        try await act(on: ticket) { tx, ticket in
            guard ticket.holder == nil else { return try ticket.checkHolder(isAtMost: teammate) }
            try tx.takeOver(ticket.conversation, by: teammate, for: desk)
            try tx.execute(
                """
                UPDATE outbox SET state = 'cancelled'
                WHERE conversation_id = $1 AND workspace_id = $2 AND state = 'pending'
                """, ticket.conversation, desk.workspace)
            try tx.execute(
                """
                UPDATE escalations SET taken_by = $2, taken_at = $3
                WHERE conversation_id = $1 AND workspace_id = $4 AND ended_at IS NULL AND taken_by IS NULL
                """, ticket.conversation, teammate, tx.now(), desk.workspace)
            try tx.setState(of: ticket.id, to: .escalated, waitingOn: .teammate, for: desk)
            try tx.execute(
                """
                UPDATE conversations SET status = 'escalated', ended_at = NULL, resolution_type = NULL
                WHERE id = $1 AND workspace_id = $2
                """, ticket.conversation, desk.workspace)
            try tx.audit("ticket.taken", by: teammate, on: "ticket", ticket.id, for: desk)
            try tx.reach(.takeOverStored, of: desk.faults)
        }
    }

    package func reply(to ticket: ID<Ticket>, by teammate: String, content: String) async throws {
        try await act(on: ticket) { tx, ticket in
            try ticket.checkHolder(is: teammate)
            let message: ID<Message> = desk.ids.new()
            try tx.insert(
                NewMessage(
                    id: message, conversation: ticket.conversation,
                    seq: try tx.nextSeq(of: ticket.conversation, for: desk),
                    channel: ticket.channel, direction: .outbound, role: .human, content: content,
                    deliveryState: .delivered), for: desk)
            try tx.deliverOnPage(message, of: ticket.conversation, for: desk)
            try tx.setState(of: ticket.id, to: .escalated, waitingOn: .customer, for: desk)
            try tx.audit("ticket.replied", by: teammate, on: "ticket", ticket.id, for: desk)
        }
    }

    package func giveBack(_ ticket: ID<Ticket>, by teammate: String) async throws {
        try await act(on: ticket) { tx, ticket in
            try ticket.checkHolder(is: teammate)
            try tx.execute(
                "UPDATE claims SET held_by = NULL WHERE conversation_id = $1 AND workspace_id = $2",
                ticket.conversation, desk.workspace)
            try tx.endEscalations(of: ticket.conversation, for: desk)
            try tx.setState(of: ticket.id, to: .open, waitingOn: .customer, for: desk)
            try tx.reactivate(ticket.conversation, for: desk)
            try tx.audit("ticket.returned", by: teammate, on: "ticket", ticket.id, for: desk)
        }
    }

    package func resolve(_ ticket: ID<Ticket>, by teammate: String, notes: String?) async throws {
        try await act(on: ticket) { tx, ticket in
            try ticket.checkHolder(isAtMost: teammate)
            try tx.takeOver(ticket.conversation, by: nil, for: desk)
            try tx.endEscalations(of: ticket.conversation, for: desk)
            try tx.setState(of: ticket.id, to: .resolved, waitingOn: nil, for: desk)
            try tx.execute(
                "UPDATE tickets SET resolution_notes = $2 WHERE id = $1 AND workspace_id = $3", ticket.id, notes,
                desk.workspace)
            try tx.execute(
                """
                UPDATE conversations SET status = 'active', resolution_type = 'teammate'
                WHERE id = $1 AND workspace_id = $2
                """, ticket.conversation, desk.workspace)
            try tx.audit("ticket.resolved", by: teammate, on: "ticket", ticket.id, for: desk)
        }
    }

    package func close(_ ticket: ID<Ticket>, by teammate: String) async throws {
        try await act(on: ticket) { tx, ticket in
            try ticket.checkHolder(isAtMost: teammate)
            try tx.takeOver(ticket.conversation, by: nil, for: desk)
            try tx.endEscalations(of: ticket.conversation, for: desk)
            try tx.setState(of: ticket.id, to: .closed, waitingOn: nil, for: desk)
            try tx.execute(
                """
                UPDATE conversations SET status = 'closed', ended_at = $2,
                    resolution_type = COALESCE(resolution_type, 'closed')
                WHERE id = $1 AND workspace_id = $3
                """, ticket.conversation, tx.now(), desk.workspace)
            try tx.audit("ticket.closed", by: teammate, on: "ticket", ticket.id, for: desk)
        }
    }

    /// Runs an act on a ticket that is not closed, its conversation's row locked.
    private func act(
        on id: ID<Ticket>, _ act: @escaping @Sendable (Transaction, Ticket) throws -> Void
    ) async throws {
        try await desk.database.write { tx in
            try tx.lockConversation(of: id, for: desk)
            guard let ticket = try tx.ticket(id, in: desk.workspace) else { throw TicketDeskError.unknownTicket }
            guard ticket.status != .closed else { throw TicketDeskError.isClosed }
            try act(tx, ticket)
            tx.notify(.changes)
        }
    }
}

extension Ticket {
    /// - Throws: `TicketDeskError` unless this teammate holds the ticket.
    fileprivate func checkHolder(is teammate: String) throws {
        guard holder != nil else { throw TicketDeskError.notTaken }
        try checkHolder(isAtMost: teammate)
    }

    /// - Throws: `TicketDeskError` where another teammate holds the ticket.
    fileprivate func checkHolder(isAtMost teammate: String) throws {
        if let holder, holder != teammate { throw TicketDeskError.heldBy(holder) }
    }
}

extension Transaction {
    /// Locks the row of a ticket's conversation, which is the same for ever. The ticket is read after that.
    fileprivate func lockConversation(of ticket: ID<Ticket>, for desk: DeskDatabase) throws {
        guard dialect == .postgres else { return }
        try execute(
            """
            SELECT 1 FROM conversations
            WHERE workspace_id = $2 AND id = (SELECT conversation_id FROM tickets WHERE id = $1 AND workspace_id = $2)
            FOR NO KEY UPDATE
            """, ticket, desk.workspace)
    }

    /// Ends the agent's work on the conversation: an answer on its way is discarded, and what waits for one is the
    /// teammate's from here on. It isn't answered unasked when the conversation is given back.
    fileprivate func takeOver(
        _ conversation: ID<Conversation>, by holder: String?, for desk: DeskDatabase
    ) throws {
        try execute(
            """
            UPDATE claims SET epoch = epoch + 1, owner = NULL, through_seq = NULL, held_by = $2, ready_at = NULL,
                is_suspect = FALSE
            WHERE conversation_id = $1 AND workspace_id = $3
            """, conversation, holder, desk.workspace)
        try execute(
            """
            UPDATE inbound SET state = 'with_teammate'
            WHERE conversation_id = $1 AND workspace_id = $2 AND state = 'pending'
            """, conversation, desk.workspace)
        try deleteJournal(of: conversation, for: desk)
    }

    fileprivate func endEscalations(of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            """
            UPDATE escalations SET ended_at = $2 WHERE conversation_id = $1 AND workspace_id = $3 AND ended_at IS NULL
            """, conversation, now(), desk.workspace)
    }
}
