import Formats
import FoundationEssentials
import SQL
package import SupportDesk

/// What runs left behind: their traces, and the receipts kept with their answers.
package struct SQLRunRecords: RunRecords {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func traces(of name: String, limit: Int) async throws -> ConversationTraces? {
        try await desk.database.read { tx in
            guard let conversation = try tx.conversation(named: name, for: desk) else { return nil }
            return ConversationTraces(
                conversation: conversation, traces: try tx.traces(of: conversation, limit: limit, for: desk))
        }
    }

    package func receipt(of name: String) async throws -> ReceiptLookup {
        try await desk.database.read { tx in
            if let id = ID<Message>(name), let message = try tx.runMessage(id, for: desk) {
                if message.role != .customer { return try tx.receipt(of: message, for: desk) }
                guard let answer = try tx.answer(to: id, for: desk) else { return .withoutReceipt }
                return try tx.receipt(of: answer, for: desk)
            }
            guard let conversation = try tx.conversation(named: name, for: desk) else { return .unknown }
            guard let answer = try tx.newestAnswer(in: conversation, for: desk) else { return .withoutReceipt }
            return try tx.receipt(of: answer, for: desk)
        }
    }
}

/// A message with what a receipt is read from.
private struct RunMessage {
    let id: ID<Message>
    let conversation: ID<Conversation>
    let role: Message.Role
    let content: String
    let createdAt: Date
    let metadata: String

    /// Decodes `id, conversation_id, role, content, created_at, metadata`.
    init(_ row: borrowing Row) throws {
        id = try row.id(0)
        conversation = try row.id(1)
        role = try row.word(2)
        content = try row.text(3)
        createdAt = try row.time(4)
        metadata = try row.json(5)
    }
}

extension Transaction {
    /// A conversation by its id, or by its ticket's id, link or reference.
    fileprivate func conversation(named name: String, for desk: DeskDatabase) throws -> ID<Conversation>? {
        if let id = ID<Conversation>(name) {
            let found: ID<Conversation>? = try row(
                "SELECT id FROM conversations WHERE id = $1 AND workspace_id = $2", id, desk.workspace
            ) { try $0.id(0) }
            if let found { return found }
        }
        return try ticket(named: name, for: desk)?.conversation
    }

    fileprivate func traces(
        of conversation: ID<Conversation>, limit: Int, for desk: DeskDatabase
    ) throws -> [StoredTrace] {
        try rows(
            """
            SELECT id, started_at, duration_ms, spans FROM traces
            WHERE conversation_id = $1 AND workspace_id = $2
            ORDER BY started_at DESC, id DESC
            LIMIT $3
            """, conversation, desk.workspace, limit
        ) { row in
            StoredTrace(
                id: try row.text(0), startedAt: try row.time(1),
                duration: .microseconds((try row.double(2) * 1000).rounded()),
                json: try JSONValue(parsing: try row.json(3)))
        }
    }

    fileprivate func runMessage(_ id: ID<Message>, for desk: DeskDatabase) throws -> RunMessage? {
        try row(
            """
            SELECT id, conversation_id, role, content, created_at, metadata FROM messages
            WHERE id = $1 AND workspace_id = $2
            """, id, desk.workspace
        ) { try RunMessage($0) }
    }

    /// The answer to a customer's message.
    fileprivate func answer(to message: ID<Message>, for desk: DeskDatabase) throws -> RunMessage? {
        try row(
            """
            SELECT m.id, m.conversation_id, m.role, m.content, m.created_at, m.metadata FROM inbound i
            JOIN answer_inputs a ON a.inbound_id = i.id
            JOIN messages m ON m.id = a.message_id
            WHERE i.message_id = $1 AND i.workspace_id = $2
            """, message, desk.workspace
        ) { try RunMessage($0) }
    }

    fileprivate func newestAnswer(in conversation: ID<Conversation>, for desk: DeskDatabase) throws -> RunMessage? {
        try row(
            """
            SELECT id, conversation_id, role, content, created_at, metadata FROM messages
            WHERE conversation_id = $1 AND workspace_id = $2 AND role = 'agent'
            ORDER BY seq DESC
            LIMIT 1
            """, conversation, desk.workspace
        ) { try RunMessage($0) }
    }

    fileprivate func receipt(of answer: RunMessage, for desk: DeskDatabase) throws -> ReceiptLookup {
        guard let json = try JSONValue(parsing: answer.metadata)["receipt"], json.object != nil else {
            return .withoutReceipt
        }
        let questions = try rows(
            """
            SELECT m.content FROM answer_inputs a
            JOIN inbound i ON i.id = a.inbound_id
            JOIN messages m ON m.id = i.message_id
            WHERE a.message_id = $1 AND a.workspace_id = $2
            ORDER BY i.seq
            """, answer.id, desk.workspace
        ) { try $0.text(0) }
        let ticket = try row(
            """
            SELECT reference FROM tickets WHERE conversation_id = $1 AND workspace_id = $2
            ORDER BY created_at DESC, id DESC
            LIMIT 1
            """, answer.conversation, desk.workspace
        ) { TicketReference(stored: try $0.text(0)) }
        return .found(
            AnswerReceipt(
                message: answer.id, conversation: answer.conversation, ticket: ticket, answeredAt: answer.createdAt,
                questions: questions, answer: answer.content, json: json))
    }
}
