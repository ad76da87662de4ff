package import Formats
package import FoundationEssentials

/// All that one run causes, staged as values and applied by the commit.
package struct RunOutcome: Sendable {
    /// The messages this run answers. They are done with the commit, whatever else it holds.
    package var covered: [ID<Inbound>]
    package var findings: [MessageFindings]
    /// At most one answer covers all messages.
    package var reply: Reply?
    /// `create_ticket` was called: what it asked for.
    package var ticket: TicketRequest?
    package var escalation: Escalation?
    /// The session afterwards, as JSON text.
    package var session: String
    package var trace: TraceRecord
    package var latency: Duration
    package var toolCalls: [String]
    /// The conversation has a journal, which ends with this.
    package var isJournaled = false
    /// Why the built-in model answered in place of the language model; `nil` when it did not.
    package var fallback: Fallback?
    /// What language models cost, in millionths of a dollar.
    package var modelCostMicroUSD = 0

    package init(
        covered: [ID<Inbound>], findings: [MessageFindings], reply: Reply?, ticket: TicketRequest?,
        escalation: Escalation?, session: String, trace: TraceRecord, latency: Duration, toolCalls: [String]
    ) {
        self.covered = covered
        self.findings = findings
        self.reply = reply
        self.ticket = ticket
        self.escalation = escalation
        self.session = session
        self.trace = trace
        self.latency = latency
        self.toolCalls = toolCalls
    }
}

/// How a language model's run ended that came to no answer.
package struct Fallback: Equatable, Sendable {
    /// A word of `RunEnding.label`.
    package let ending: String
    /// The guardrail that tripped or the kind of error, from a fixed set; `nil` where the ending says all.
    package let detail: String?

    package init(ending: String, detail: String?) {
        self.ending = ending
        self.detail = detail
    }
}

/// What the analysis found in one customer message.
package struct MessageFindings: Equatable, Sendable {
    package let message: ID<Message>
    /// 0 angry … 1 happy.
    package let sentiment: Double
    package let confidence: Double
    package let intent: String
    package let topics: [String]

    package init(message: ID<Message>, sentiment: Double, confidence: Double, intent: String, topics: [String]) {
        self.message = message
        self.sentiment = sentiment
        self.confidence = confidence
        self.intent = intent
        self.topics = topics
    }
}

/// The one answer of a run, as `send_response` staged it.
package struct Reply: Equatable, Sendable {
    package let channel: Channel
    package let content: String
    package let sources: [Message.Source]
    /// Passages, rules, model, confidence and timings, kept with the answer.
    package let receipt: JSONValue
    package let tokensUsed: Int
    /// Whose move it is afterwards. An answer waits on the customer, a hand-off on a teammate.
    package let waitsOn: Ticket.WaitingOn

    package init(
        channel: Channel, content: String, sources: [Message.Source], receipt: JSONValue, tokensUsed: Int,
        waitsOn: Ticket.WaitingOn
    ) {
        self.channel = channel
        self.content = content
        self.sources = sources
        self.receipt = receipt
        self.tokensUsed = tokensUsed
        self.waitsOn = waitsOn
    }
}

/// What `create_ticket` asks for. Where the conversation has a ticket that isn't closed, that one is kept.
package struct TicketRequest: Equatable, Codable, Sendable {
    package let id: ID<Ticket>
    package let link: TicketLink
    package let subject: String
    package let category: Ticket.Category?
    package let priority: Ticket.Priority
    /// What the reply already calls it; `nil` leaves that to the store.
    package let reference: TicketReference?

    package init(
        id: ID<Ticket>, link: TicketLink, subject: String, category: Ticket.Category?, priority: Ticket.Priority,
        reference: TicketReference? = nil
    ) {
        self.id = id
        self.link = link
        self.subject = subject
        self.category = category
        self.priority = priority
        self.reference = reference
    }
}

/// One stored trace: all spans of one run as JSON, grouped by conversation.
package struct TraceRecord: Equatable, Sendable {
    package let traceID: String
    package let startedAt: Date
    package let duration: Duration
    package let spans: JSONValue

    package init(traceID: String, startedAt: Date, duration: Duration, spans: JSONValue) {
        self.traceID = traceID
        self.startedAt = startedAt
        self.duration = duration
        self.spans = spans
    }
}
