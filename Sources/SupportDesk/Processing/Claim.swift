package import FoundationEssentials

/// A worker's hold on a conversation. Every write of a run carries it and fails once the epoch was raised.
package struct Claim: Hashable, Sendable {
    package let conversation: ID<Conversation>
    package let worker: WorkerID
    package let epoch: Int64
    /// Nothing else runs in this process meanwhile, because the message may have brought one down before.
    package let isAlone: Bool

    package init(conversation: ID<Conversation>, worker: WorkerID, epoch: Int64, isAlone: Bool) {
        self.conversation = conversation
        self.worker = worker
        self.epoch = epoch
        self.isAlone = isAlone
    }
}

/// One start of one worker process, told apart from every other on every host.
package struct WorkerID: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let processID: Int32
    /// When that process started, as its host counts; process ids are used again.
    package let startTicks: UInt64
    package let nonce: UInt32

    package init(host: String, processID: Int32, startTicks: UInt64, nonce: UInt32) {
        self.host = host
        self.processID = processID
        self.startTicks = startTicks
        self.nonce = nonce
    }

    /// As it is stored: `host/pid/ticks/nonce`.
    package var description: String { "\(host)/\(processID)/\(startTicks)/\(nonce)" }

    package init?(_ stored: String) {
        let parts = stored.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, let nonce = UInt32(parts[parts.count - 1]),
            let ticks = UInt64(parts[parts.count - 2]), let process = Int32(parts[parts.count - 3])
        else { return nil }
        let host = parts[..<(parts.count - 3)].joined(separator: "/")
        self.init(host: host, processID: process, startTicks: ticks, nonce: nonce)
    }
}

/// The tag of a stored inbound row: what waits to be answered, apart from the message that people read.
package enum Inbound {}

/// A message that waits for its answer.
package struct PendingMessage: Equatable, Sendable {
    package let inbound: ID<Inbound>
    package let message: Message
    package let subject: String?
    package let category: Ticket.Category?
    package let receivedAt: Date
    package let attachmentCount: Int
    /// Failed tries so far, and when the first of them was.
    package let tries: Int
    package let firstFailedAt: Date?
    /// How often a process died while this message ran with nothing beside it.
    package let crashes: Int

    package init(
        inbound: ID<Inbound>, message: Message, subject: String?, category: Ticket.Category?, receivedAt: Date,
        attachmentCount: Int = 0, tries: Int = 0, firstFailedAt: Date? = nil, crashes: Int = 0
    ) {
        self.inbound = inbound
        self.message = message
        self.subject = subject
        self.category = category
        self.receivedAt = receivedAt
        self.attachmentCount = attachmentCount
        self.tries = tries
        self.firstFailedAt = firstFailedAt
        self.crashes = crashes
    }
}

/// All that a run needs to know, read in the transaction that claimed the conversation.
package struct ClaimedWork: Sendable {
    package let claim: Claim
    /// By the database's clock.
    package let claimedAt: Date
    package let conversation: Conversation
    package let customer: Customer
    /// The ticket that is not closed, if there is one.
    package let ticket: Ticket?
    /// In order of `seq`, never empty.
    package let pending: [PendingMessage]
    /// The newest messages before the first pending one, oldest first; at most `WorkQueueLimits.history`.
    package let history: [Message]
    /// The stored session of the conversation, as JSON text.
    package let session: String?
    /// The escalation nobody has ended yet, if any.
    package let hasOpenEscalation: Bool

    package init(
        claim: Claim, claimedAt: Date, conversation: Conversation, customer: Customer, ticket: Ticket?,
        pending: [PendingMessage], history: [Message], session: String?, hasOpenEscalation: Bool
    ) {
        self.claim = claim
        self.claimedAt = claimedAt
        self.conversation = conversation
        self.customer = customer
        self.ticket = ticket
        self.pending = pending
        self.history = history
        self.session = session
        self.hasOpenEscalation = hasOpenEscalation
    }
}
