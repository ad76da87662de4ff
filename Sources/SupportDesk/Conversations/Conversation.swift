package import FoundationEssentials

/// One customer's messages across channels, handled one at a time and in order.
package struct Conversation: Equatable, Sendable {
    package enum Status: String, Sendable {
        case active
        case escalated
        case closed
    }

    package let id: ID<Conversation>
    package let customer: ID<Customer>
    package let initialChannel: Channel
    package let startedAt: Date
    package let endedAt: Date?
    package let status: Status
    /// The latest sentiment of the customer, 0 … 1.
    package let sentiment: Double?
    package let resolution: String?
    package let escalatedTo: String?
    /// Whether its sender was shown to be who they say.
    package let identity: IdentityProof

    package init(
        id: ID<Conversation>, customer: ID<Customer>, initialChannel: Channel, startedAt: Date, endedAt: Date?,
        status: Status, sentiment: Double?, resolution: String?, escalatedTo: String?, identity: IdentityProof
    ) {
        self.id = id
        self.customer = customer
        self.initialChannel = initialChannel
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.status = status
        self.sentiment = sentiment
        self.resolution = resolution
        self.escalatedTo = escalatedTo
        self.identity = identity
    }
}

/// Proven: shown to be its sender's. Claimed: only typed; it opens nobody's history and changes nothing of the proven side.
package enum IdentityProof: String, Sendable, Codable {
    case proven
    case claimed
}
