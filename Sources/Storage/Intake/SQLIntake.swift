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
            if let earlier = try tx.receipt(
                of: message.channelMessageID, digest: message.digest, on: message.channel, account: message.account,
                for: desk)
            {
                return earlier
            }
            return try open(message, in: tx)
        }
        desk.faults.reach(.intakeCommitted)
        return receipt
    }

    package func receiveReply(_ reply: PageReply, to link: TicketLink) async throws -> IntakeReceipt {
        try await backlog.check()
        let receipt = try await storing { tx in
            guard let ticket = try tx.ticket(at: link, in: desk.workspace) else { throw IntakeError.unknownTicket }
            let account = ticket.id.description
            if let earlier = try tx.receipt(
                of: reply.key, digest: reply.digest, on: reply.channel, account: account, for: desk)
            {
                return earlier
            }
            return try append(reply, account: account, to: ticket, in: tx)
        }
        desk.faults.reach(.intakeCommitted)
        return receipt
    }

    /// Two deliveries of one message at the same moment both find nothing there; the later one breaks a unique key, and
    /// finds the earlier when it looks again.
    private func storing(_ act: @escaping @Sendable (Transaction) throws -> IntakeReceipt) async throws -> IntakeReceipt
    {
        do {
            for _ in 0..<2 {
                do { return try await desk.database.write(act) } catch SQLError.unique {}
            }
            return try await desk.database.write(act)
        } catch let error as SQLError where error.isTransient {
            throw IntakeError.overloaded(retryAfter: .seconds(1))
        } catch let error as SQLError where error.isLackOfRoom {
            throw IntakeError.overloaded(retryAfter: .seconds(60))
        }
    }

    // MARK: A new conversation

    private func open(_ inbound: InboundMessage, in tx: Transaction) throws -> IntakeReceipt {
        let customer = try tx.customer(writing: inbound, for: desk)
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
        desk.faults.reach(.intakeStored)
        return IntakeReceipt(
            ticket: ticket.id, link: ticket.link, reference: reference, conversation: conversation, message: message,
            isRepetition: false)
    }

    // MARK: A further message

    private func append(
        _ reply: PageReply, account: String, to addressed: Ticket, in tx: Transaction
    ) throws -> IntakeReceipt {
        let conversation = addressed.conversation
        let seq = try tx.nextSeq(of: conversation)
        let message: ID<Message> = desk.ids.new()
        let holder = try tx.holder(of: conversation)
        let ticket = try ticketToContinue(addressed, seq: seq, held: holder != nil, in: tx)
        let inbound = InboundMessage(
            channel: reply.channel, account: account, channelMessageID: reply.key, digest: reply.digest,
            identity: .claimed, content: reply.content, category: addressed.category, priority: addressed.priority)
        try tx.insert(
            NewMessage(
                id: message, conversation: conversation, seq: seq, channel: reply.channel, direction: .inbound,
                role: .customer, content: reply.content, deliveryState: .delivered, channelMessageID: reply.key),
            for: desk)
        try tx.enqueue(
            inbound, as: message, seq: seq, conversation: conversation, ticket: ticket.id, held: holder != nil,
            for: desk)
        if holder == nil { try tx.makeReady(conversation, rank: tx.rank(for: addressed.priority)) }
        tx.notify(.work)
        tx.notify(.changes)
        desk.faults.reach(.intakeStored)
        return IntakeReceipt(
            ticket: ticket.id, link: ticket.link, reference: ticket.reference, conversation: conversation,
            message: message, isRepetition: false)
    }

    /// The ticket a further message belongs to: the open one, reopened where it was resolved, or a successor.
    private func ticketToContinue(
        _ addressed: Ticket, seq: Int, held: Bool, in tx: Transaction
    ) throws -> (id: ID<Ticket>, link: TicketLink, reference: TicketReference) {
        guard let open = try tx.openTicket(of: addressed.conversation) else {
            let successor = NewTicket(
                id: desk.ids.new(), link: TicketLink(desk.ids.unguessable()), conversation: addressed.conversation,
                customer: addressed.customer, channel: addressed.channel, subject: addressed.subject,
                category: addressed.category, priority: addressed.priority, firstSeq: seq)
            let reference = try tx.insert(successor, for: desk, prefix: referencePrefix)
            try tx.reactivate(addressed.conversation)
            return (successor.id, successor.link, reference)
        }
        switch open.status {
        case .resolved:
            try tx.reopen(open, by: "customer", for: desk)
        case .escalated:
            try tx.setState(of: open.id, to: .escalated, waitingOn: .teammate)
        case .open, .processing, .closed:
            try tx.setState(of: open.id, to: open.status, waitingOn: held ? .teammate : .agent)
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
