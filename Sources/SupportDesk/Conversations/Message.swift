package import FoundationEssentials

/// One text of a conversation, as it was stored.
package struct Message: Equatable, Sendable {
    package enum Direction: String, Sendable, Codable {
        case inbound
        case outbound
    }

    /// Who speaks. `human` is a teammate, `system` a notice of the desk itself.
    package enum Role: String, Sendable, Codable {
        case customer
        case agent
        case system
        case human
    }

    package enum DeliveryState: String, Sendable, Codable {
        case pending
        case sent
        case delivered
        case read
        case failed
    }

    package let id: ID<Message>
    package let conversation: ID<Conversation>
    /// The place in the conversation: 1, 2, 3 … without regard to clocks.
    package let seq: Int
    package let channel: Channel
    package let direction: Direction
    package let role: Role
    package let content: String
    package let createdAt: Date
    package let deliveryState: DeliveryState
    /// How the customer felt, 0 angry … 1 happy; only for what a customer wrote, once it was analysed.
    package let sentiment: Double?
    /// Sections an answer was taken from.
    package let sources: [Source]

    /// A section of the documents as shown under an answer.
    package struct Source: Equatable, Codable, Sendable {
        package let citation: String
        package let title: String

        package init(citation: String, title: String) {
            self.citation = citation
            self.title = title
        }
    }

    package init(
        id: ID<Message>, conversation: ID<Conversation>, seq: Int, channel: Channel, direction: Direction, role: Role,
        content: String, createdAt: Date, deliveryState: DeliveryState, sentiment: Double? = nil, sources: [Source] = []
    ) {
        self.id = id
        self.conversation = conversation
        self.seq = seq
        self.channel = channel
        self.direction = direction
        self.role = role
        self.content = content
        self.createdAt = createdAt
        self.deliveryState = deliveryState
        self.sentiment = sentiment
        self.sources = sources
    }
}
