import Formats
import FoundationEssentials
import SQL
package import SupportDesk

/// Takes messages in, each in one transaction.
package struct SQLIntake: Intake {
    private let desk: DeskDatabase
    private let referencePrefix: String
    private let backlog: Backlog

    package init(_ desk: DeskDatabase, referencePrefix: String, backlog: Backlog) {
        self.desk = desk
        self.referencePrefix = referencePrefix
        self.backlog = backlog
    }

    package func accept(_ message: InboundMessage) async throws -> IntakeReceipt {
        try await backlog.check()
        let receipt = try await storing { tx in
            let known = try tx.known(of: message, for: desk)
            return try known.receipt ?? open(message, from: known.customer, in: tx)
        }
        desk.faults.reach(.intakeCommitted)
        return receipt
    }

    package func receiveReply(_ reply: PageReply, to link: TicketLink) async throws -> IntakeReceipt {
        try await backlog.check()
        let receipt = try await storing { tx in
            guard let addressee = try tx.addressee(of: reply, at: link, for: desk) else {
                throw IntakeError.unknownTicket
            }
            return try addressee.receipt ?? append(reply, to: addressee.ticket, in: tx)
        }
        desk.faults.reach(.intakeCommitted)
        return receipt
    }

    /// Two deliveries of one message at the same moment both find nothing there, as do two messages of one new address;
    /// the later one breaks a unique key, and finds the earlier when it looks again. So does a message to a conversation
    /// that is just being deleted, and a ticket whose reference is taken. And one whose connection was lost while it was
    /// committed finds itself, if it was.
    private func storing(_ act: @escaping @Sendable (Transaction) throws -> IntakeReceipt) async throws -> IntakeReceipt
    {
        do {
            for _ in 0..<8 {
                do { return try await desk.database.write(act) } catch SQLError.unique {
                } catch SQLError.foreignKey {
                } catch SQLError.outcomeUnknown {}
            }
            return try await desk.database.write(act)
        } catch let error as SQLError where error.isLackOfRoom {
            throw IntakeError.overloaded(retryAfter: .seconds(60))
        } catch let error as SQLError where error.isOutage {
            throw IntakeError.overloaded(retryAfter: .seconds(1))
        }
    }

    // MARK: A new conversation

    /// - Parameter known: the customer it is filed under. A claim changes nothing of somebody who is there.
    private func open(
        _ inbound: InboundMessage, from known: ID<Customer>?, in tx: Transaction
    ) throws -> IntakeReceipt {
        let customer = try known ?? tx.insertCustomer(writing: inbound, for: desk)
        let conversation: ID<Conversation> = desk.ids.new()
        let message: ID<Message> = desk.ids.new()
        let ticket = NewTicket(
            id: desk.ids.new(), link: TicketLink(desk.ids.unguessable()), conversation: conversation,
            customer: customer, channel: inbound.channel, subject: inbound.title, category: inbound.category,
            priority: inbound.priority, firstSeq: 1)
        try tx.execute(
            """
            INSERT INTO conversations (id, workspace_id, customer_id, initial_channel, identity, started_at,
                last_message_at, last_seq)
            VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
            """, conversation, desk.workspace, customer, inbound.channel, inbound.identity, tx.now())
        let reference = try tx.insert(ticket, for: desk, prefix: referencePrefix)
        try tx.insert(
            NewMessage(
                id: message, conversation: conversation, seq: 1, channel: inbound.channel, direction: .inbound,
                role: .customer, content: inbound.content, deliveryState: .delivered,
                channelMessageID: inbound.channelMessageID), for: desk)
        try tx.enqueue(
            inbound, as: message, seq: 1, conversation: conversation, ticket: ticket.id, held: false, for: desk)
        try tx.execute(
            """
            INSERT INTO claims (conversation_id, workspace_id, ready_at, rank_at) VALUES ($1, $2, $3, $4)
            """, conversation, desk.workspace, tx.now(), try tx.rank(for: inbound.priority))
        tx.notify(.work)
        try tx.reach(.intakeStored, of: desk.faults)
        return IntakeReceipt(
            ticket: ticket.id, link: ticket.link, reference: reference, conversation: conversation, message: message,
            isRepetition: false)
    }

    // MARK: A further message

    private func append(_ reply: PageReply, to addressed: Ticket, in tx: Transaction) throws -> IntakeReceipt {
        let conversation = addressed.conversation
        // Takes the next place, and with it the row's lock; what it is, is read with all else.
        try tx.execute(
            """
            UPDATE conversations SET last_seq = last_seq + 1, last_message_at = $2 WHERE id = $1 AND workspace_id = $3
            """, conversation, tx.now(), desk.workspace)
        guard let locked = try tx.locked(conversation, for: desk) else { throw SQLError.foreignKey }
        let seq = locked.lastSeq
        let isHeld = locked.ticket?.holder != nil
        let message: ID<Message> = desk.ids.new()
        let ticket = try ticketToContinue(addressed, open: locked.ticket, seq: seq, in: tx)
        let inbound = InboundMessage(
            channel: reply.channel, account: addressed.id.description, channelMessageID: reply.key,
            digest: reply.digest, identity: .claimed, content: reply.content, category: addressed.category,
            priority: addressed.priority)
        try tx.insert(
            NewMessage(
                id: message, conversation: conversation, seq: seq, channel: reply.channel, direction: .inbound,
                role: .customer, content: reply.content, deliveryState: .delivered, channelMessageID: reply.key),
            for: desk)
        try tx.enqueue(
            inbound, as: message, seq: seq, conversation: conversation, ticket: ticket.id, held: isHeld,
            for: desk)
        if !isHeld { try tx.makeReady(conversation, rank: tx.rank(for: addressed.priority), for: desk) }
        tx.notify(.work)
        tx.notify(.changes)
        try tx.reach(.intakeStored, of: desk.faults)
        return IntakeReceipt(
            ticket: ticket.id, link: ticket.link, reference: ticket.reference, conversation: conversation,
            message: message, isRepetition: false)
    }

    /// The ticket a further message belongs to: the open one, reopened where it was resolved, or a successor.
    private func ticketToContinue(
        _ addressed: Ticket, open: Ticket?, seq: Int, in tx: Transaction
    ) throws -> (id: ID<Ticket>, link: TicketLink, reference: TicketReference) {
        guard let open else {
            let successor = NewTicket(
                id: desk.ids.new(), link: TicketLink(desk.ids.unguessable()), conversation: addressed.conversation,
                customer: addressed.customer, channel: addressed.channel, subject: addressed.subject,
                category: addressed.category, priority: addressed.priority, firstSeq: seq)
            let reference = try tx.insert(successor, for: desk, prefix: referencePrefix)
            try tx.reactivate(addressed.conversation, for: desk)
            return (successor.id, successor.link, reference)
        }
        switch open.status {
        case .resolved:
            try tx.reopen(open, by: "customer", for: desk)
        case .escalated:
            try tx.setState(of: open.id, to: .escalated, waitingOn: .teammate, for: desk)
        case .open, .processing, .closed:
            try tx.setState(
                of: open.id, to: open.status, waitingOn: open.holder == nil ? .agent : .teammate, for: desk)
        }
        return (open.id, open.link, open.reference)
    }
}

extension SQLError {
    /// Whether the disk, not the message, is at fault: an operator has to act, and the sender may come back.
    fileprivate var isLackOfRoom: Bool {
        switch self {
        case .full, .io, .readOnly: true
        default: false
        }
    }
}
