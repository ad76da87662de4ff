import Formats

/// A ticket with what a good answer to it is known to be: one line of a file of labelled tickets.
///
///     {"id", "channel", "from", "name", "subject", "category", "message", "headers"?: {…}, "attachments"?: ["…"],
///      "labels"?: {"intent", "should_escalate", "escalation_reason", "must_escalate", "should_reply", "sentiment",
///                  "sentiment_score", "answer_doc": ["docs/…#…"], "must_include": ["a|b"], "must_not_include": ["…"],
///                  "pii": [{"type", "text"}]}}
package struct LabelledTicket: Equatable, Sendable {
    package struct Labels: Equatable, Sendable {
        package var intent: String?
        package var shouldEscalate: Bool?
        package var escalationReason: String?
        /// Missing this escalation would be a grave mistake.
        package var mustEscalate = false
        package var shouldReply: Bool?
        /// `negative`, `neutral`, `positive`.
        package var sentiment: String?
        package var sentimentScore: Double?
        package var answerDocs: [String] = []
        /// Each in alternatives, one of which must occur.
        package var mustInclude: [[String]] = []
        package var mustNotInclude: [String] = []
        package var personalData: [PersonalDatum]?

        package init() {}
    }

    package struct PersonalDatum: Hashable, Sendable {
        package let type: String
        package let text: String

        package init(type: String, text: String) {
            self.type = type
            self.text = text
        }
    }

    package var id: String
    package var channel: Channel
    package var from: String?
    package var name: String?
    package var subject: String?
    package var category: String?
    package var message: String
    /// Of an email, names in lower case.
    package var headers: [String: String] = [:]
    package var attachmentCount = 0
    package var labels = Labels()

    package init(id: String, channel: Channel, message: String) {
        self.id = id
        self.channel = channel
        self.message = message
    }
}

/// What is wrong with a file of tickets.
package struct TicketFileError: Error, Equatable, CustomStringConvertible {
    package let file: String
    /// Counted from 1.
    package let line: Int
    package let problem: String

    package var description: String { "\(file):\(line): \(problem)" }
}
