package import Formats
package import FoundationEssentials

/// What runs left behind, as staff read it.
package protocol RunRecords: Sendable {
    /// The traces of a conversation, the newest first. It is named by its id, or by its ticket's id, link or reference.
    ///
    /// - Returns: `nil` where nothing is called so.
    func traces(of name: String, limit: Int) async throws -> ConversationTraces?

    /// What an answer rests on. It is named by its own id or by that of a message it answers; or by its conversation or
    /// ticket, whose newest answer is meant.
    func receipt(of name: String) async throws -> ReceiptLookup
}

package struct ConversationTraces: Equatable, Sendable {
    package let conversation: ID<Conversation>
    package let traces: [StoredTrace]

    package init(conversation: ID<Conversation>, traces: [StoredTrace]) {
        self.conversation = conversation
        self.traces = traces
    }
}

/// The trace of one run.
package struct StoredTrace: Equatable, Sendable {
    package let id: String
    package let startedAt: Date
    package let duration: Duration
    /// As it was stored: `{"trace_id", "group_id", "started_at", "spans": […]}`, with what other versions write besides.
    package let json: JSONValue

    package init(id: String, startedAt: Date, duration: Duration, json: JSONValue) {
        self.id = id
        self.startedAt = startedAt
        self.duration = duration
        self.json = json
    }
}

package enum ReceiptLookup: Equatable, Sendable {
    /// Nothing is called so.
    case unknown
    /// There is no answer of the agent yet, or it is a teammate's, who gives no receipt.
    case withoutReceipt
    case found(AnswerReceipt)
}

/// An answer with what it rests on.
package struct AnswerReceipt: Equatable, Sendable {
    package let message: ID<Message>
    package let conversation: ID<Conversation>
    /// The conversation's newest ticket.
    package let ticket: TicketReference?
    package let answeredAt: Date
    /// What it answers, in the order it was asked.
    package let questions: [String]
    package let answer: String
    /// As it was stored.
    package let json: JSONValue

    package init(
        message: ID<Message>, conversation: ID<Conversation>, ticket: TicketReference?, answeredAt: Date,
        questions: [String], answer: String, json: JSONValue
    ) {
        self.message = message
        self.conversation = conversation
        self.ticket = ticket
        self.answeredAt = answeredAt
        self.questions = questions
        self.answer = answer
        self.json = json
    }
}
