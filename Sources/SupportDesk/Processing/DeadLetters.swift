package import FoundationEssentials

/// Messages the desk gave up on, for a teammate or operator to look at and replay.
package protocol DeadLetters: Sendable {
    /// Newest first.
    func deadLetters(limit: Int) async throws -> [DeadLetter]
    func deadLetter(_ id: ID<DeadLetter>) async throws -> DeadLetter?

    /// Puts the message back in line for one more answer; a resolved ticket reopens. Messages answered since, and those
    /// of a conversation that a teammate holds, has replied in after it or has closed, are left as they are.
    func replay(_ id: ID<DeadLetter>, by actor: String) async throws -> ReplayResult
}

package struct DeadLetter: Equatable, Sendable {
    package let id: ID<DeadLetter>
    package let inbound: ID<Inbound>
    package let conversation: ID<Conversation>
    package let ticket: TicketReference?
    package let channel: Channel
    package let cause: FailureCause
    package let tries: Int
    package let createdAt: Date
    package let replayedAt: Date?
    /// The customer's words, for the person who decides.
    package let content: String

    package init(
        id: ID<DeadLetter>, inbound: ID<Inbound>, conversation: ID<Conversation>, ticket: TicketReference?,
        channel: Channel, cause: FailureCause, tries: Int, createdAt: Date, replayedAt: Date?, content: String
    ) {
        self.id = id
        self.inbound = inbound
        self.conversation = conversation
        self.ticket = ticket
        self.channel = channel
        self.cause = cause
        self.tries = tries
        self.createdAt = createdAt
        self.replayedAt = replayedAt
        self.content = content
    }
}

package enum ReplayResult: Equatable, Sendable {
    case queued
    case unknown
    /// It has its answer, or waits for it.
    case alreadyAnswered
    case withTeammate
}
