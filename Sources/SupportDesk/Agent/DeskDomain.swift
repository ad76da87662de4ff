import AgentRuntime

/// What the desk's agents and tools have in common.
package enum DeskDomain: Domain {
    package typealias Context = DeskContext
    package typealias Effect = DeskEffect
}

/// What a tool of the desk asks to have done. Staged by the run, applied by the commit.
package enum DeskEffect: Equatable, Codable, Sendable {
    case ticket(TicketRequest)
    case escalation(Escalation)
    case reply(StagedReply)
}

/// A reply as `send_response` accepted it.
package struct StagedReply: Equatable, Codable, Sendable {
    package let channel: Channel
    /// As the customer reads it: the channel's template around it, within its limits.
    package let content: String
    package let sources: [Message.Source]
    package let waitsOn: Ticket.WaitingOn
}
