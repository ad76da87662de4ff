/// What flows through agents and tools, and is kept with the conversation.
package struct DeskContext: Codable, Equatable, Sendable {
    package var customer: ID<Customer>
    package var customerName: String?
    package var conversation: ID<Conversation>
    package var identity: IdentityProof
    /// Of the newest message; answers go there.
    package var channel: Channel
    package var ticket: KnownTicket?
    /// ISO 639-1, of the newest message whose language was certain.
    package var language: String?
    /// Scores of the customer's messages, oldest first; the newest 20.
    package var sentiments: [Double] = []
    /// What the last answer was about.
    package var topic: ConversationTopic?
    /// The question we asked back, while it waits for its answer.
    package var clarification: Clarification?
    /// The report of a defect that is being taken down.
    package var bugReport: BugReport?
    /// Runs that came to an answer.
    package var turnCount = 0
    package var flags: Set<Flag> = []
    /// Why teammates were asked, each reason once.
    package var escalations: [String] = []
    /// What the tools of the current run did; empty between runs.
    package var run = RunProgress()

    package init(
        customer: ID<Customer>, customerName: String?, conversation: ID<Conversation>, identity: IdentityProof,
        channel: Channel
    ) {
        self.customer = customer
        self.customerName = customerName
        self.conversation = conversation
        self.identity = identity
        self.channel = channel
    }

    package enum Flag: String, Codable, Sendable {
        case abuse
        case promptInjection = "prompt_injection"
        case offTopic = "off_topic"
        case paymentCard = "payment_card"
        case personalData = "personal_data"
        /// The customer was told that an earlier contact is known.
        case priorContactTold = "prior_contact_told"
    }
}

/// The conversation's ticket as the tools know it.
package struct KnownTicket: Codable, Equatable, Sendable {
    package let id: ID<Ticket>
    package let link: TicketLink
    package let reference: String
    package let subject: String
}

/// What an answer was about, for a message that leans on it.
package struct ConversationTopic: Codable, Equatable, Sendable {
    /// The words that were searched for.
    package let query: String
    /// Sections the answer was taken from.
    package let citations: [String]
    /// What did not fit into the answer.
    package let rest: [String]
}

/// A question of ours with the answers it allows.
package struct Clarification: Codable, Equatable, Sendable {
    /// What the customer had asked.
    package let query: String
    /// Sections that could be meant, in the order in which they were offered; empty for an open question.
    package let choices: [Message.Source]
    package let timesAsked: Int
}

/// A defect as it was told so far.
package struct BugReport: Codable, Equatable, Sendable {
    package enum Detail: String, Codable, Sendable, CaseIterable {
        case whatHappened = "what_happened"
        case steps
        case errorText = "error_text"
        case environment
    }

    package let description: String
    package let asked: [Detail]
}

/// How far the current run has come. Tools read it to keep the order of their work.
package struct RunProgress: Equatable, Codable, Sendable {
    package struct Search: Equatable, Codable, Sendable {
        package let query: String
        package let hasResult: Bool
        package let citations: [String]
    }

    package var hasTicket = false
    package var hasHistory = false
    package var searches: [Search] = []
    package var escalation: EscalationDecision?
    package var hasReplied = false

    package init() {}
}

extension KeyedDecodingContainer {
    /// Sessions stored between runs may not have it.
    fileprivate func decode(_ type: RunProgress.Type, forKey key: Key) throws -> RunProgress {
        try decodeIfPresent(type, forKey: key) ?? RunProgress()
    }
}
