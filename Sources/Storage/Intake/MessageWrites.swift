import Formats
import FoundationEssentials
import SQL
import SupportDesk

/// A message to be stored.
struct NewMessage: Sendable {
    let id: ID<Message>
    let conversation: ID<Conversation>
    let seq: Int
    let channel: Channel
    let direction: Message.Direction
    let role: Message.Role
    let content: String
    let deliveryState: Message.DeliveryState
    var channelMessageID: String?
    var tokensUsed: Int?
    var latencyMilliseconds: Int?
    var toolCalls: JSONValue?
    var metadata: JSONValue = [:]
}

extension Transaction {
    func insert(_ message: NewMessage, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO messages (id, workspace_id, conversation_id, seq, channel, direction, role, content, created_at,
                tokens_used, latency_ms, tool_calls, channel_message_id, delivery_status, metadata)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            message.id, desk.workspace, message.conversation, message.seq, message.channel, message.direction,
            message.role, message.content, now(), message.tokensUsed, message.latencyMilliseconds,
            message.toolCalls?.sql, message.channelMessageID, message.deliveryState, message.metadata.sql)
    }

    /// Announces what is being committed.
    func announce(_ topic: Topic, key: ID<Conversation>, _ payload: JSONObject, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO events (id, workspace_id, topic, key, payload, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, desk.ids.ordered(), desk.workspace, topic.name, key.description, JSONValue.object(payload).sql, now())
    }

    /// An answer on a ticket's page is delivered by the commit that stores it.
    func deliverOnPage(_ message: ID<Message>, of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO outbox (id, workspace_id, message_id, conversation_id, destination, part, state, created_at,
                delivered_at)
            VALUES ($1, $2, $3, $4, 'page', 0, 'delivered', $5, $5)
            """, desk.ids.ordered(), desk.workspace, message, conversation, now())
    }
}
