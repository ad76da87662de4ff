/// Takes messages in, durably: what `accept` and `receiveReply` return for is never lost.
package protocol Intake: Sendable {
    /// Stores a form submission: customer, conversation, ticket and message in one transaction.
    ///
    /// The same `channelMessageID` with the same digest returns the first receipt again and changes nothing.
    /// - Throws: `IntakeError`.
    func accept(_ message: InboundMessage) async throws -> IntakeReceipt

    /// Stores what was written on a ticket's page. A resolved ticket reopens; a closed one gets a successor in the
    /// same conversation, whose link the receipt carries.
    /// - Throws: `IntakeError`; `.unknownTicket` for a link that opens nothing.
    func receiveReply(_ reply: PageReply, to link: TicketLink) async throws -> IntakeReceipt
}

/// What a sender is told at once.
package struct IntakeReceipt: Equatable, Sendable {
    package let ticket: ID<Ticket>
    package let link: TicketLink
    package let reference: TicketReference
    package let conversation: ID<Conversation>
    package let message: ID<Message>
    /// True when this message had been stored before.
    package let isRepetition: Bool

    package init(
        ticket: ID<Ticket>, link: TicketLink, reference: TicketReference, conversation: ID<Conversation>,
        message: ID<Message>, isRepetition: Bool
    ) {
        self.ticket = ticket
        self.link = link
        self.reference = reference
        self.conversation = conversation
        self.message = message
        self.isRepetition = isRepetition
    }
}

/// What a customer wrote on their ticket's page.
package struct PageReply: Sendable {
    /// Sent by the browser with every try of one reply, so that a repeated one is stored once.
    package let key: String
    package let digest: String
    package let content: String
    package let channel: Channel

    package init(key: String, digest: String, content: String, channel: Channel = .webForm) {
        self.key = key
        self.digest = digest
        self.content = content
        self.channel = channel
    }
}

/// Why a message was not taken in. Nothing was stored.
package enum IntakeError: Error, Equatable {
    /// The key was used before for another message.
    case keyUsedForAnotherMessage
    /// More messages wait than the desk is set to hold. Try again after the delay.
    case backlogFull(retryAfter: Duration)
    /// Too much is being stored at this moment, or the database is away. Try again after the delay.
    case overloaded(retryAfter: Duration)
    /// No ticket has this link.
    case unknownTicket
}
