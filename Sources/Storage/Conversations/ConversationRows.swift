import Formats
import FoundationEssentials
import SQL
import SupportDesk

extension Message {
    /// Decodes `id, conversation_id, seq, channel, direction, role, content, created_at, delivery_status,
    /// sentiment_score, metadata` from column 0 on.
    init(_ row: borrowing Row) throws {
        let metadata = try row.json(10)
        self.init(
            id: try row.id(0), conversation: try row.id(1), seq: try row.int(2), channel: try row.word(3),
            direction: try row.word(4), role: try row.word(5), content: try row.text(6), createdAt: try row.time(7),
            deliveryState: try row.word(8), sentiment: try row.doubleOrNil(9),
            sources: metadata == "{}" ? [] : try JSONValue(parsing: metadata).sources)
    }
}

extension JSONValue {
    /// The sources kept in a message's metadata: `{"sources": [{"citation": …, "title": …}]}`.
    fileprivate var sources: [Message.Source] {
        (self["sources"]?.array ?? []).compactMap { source in
            guard let citation = source["citation"]?.string, let title = source["title"]?.string else { return nil }
            return Message.Source(citation: citation, title: title)
        }
    }
}

extension Conversation {
    /// Decodes `id, customer_id, initial_channel, started_at, ended_at, status, sentiment_score, resolution_type,
    /// escalated_to, identity` from column 0 on.
    init(_ row: borrowing Row) throws {
        self.init(
            id: try row.id(0), customer: try row.id(1), initialChannel: try row.word(2), startedAt: try row.time(3),
            endedAt: try row.timeOrNil(4), status: try row.word(5), sentiment: try row.doubleOrNil(6),
            resolution: try row.textOrNil(7), escalatedTo: try row.textOrNil(8), identity: try row.word(9))
    }
}

extension Customer {
    /// Decodes `id, email, phone, name, created_at` from the column `first` on.
    init(_ row: borrowing Row, from first: Int) throws {
        self.init(
            id: try row.id(first), email: try row.textOrNil(first + 1), phone: try row.textOrNil(first + 2),
            name: try row.textOrNil(first + 3), createdAt: try row.time(first + 4))
    }
}
