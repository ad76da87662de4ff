/// Brings a draft into a channel's form (AG-5).
///
/// The limits in words and in characters hold for the whole text, whatever the draft and the name. Text is never cut:
/// what does not fit is dropped from the end by whole sentences, steps or items, and the reader is told where the rest is.
package struct ReplyFormatter: Sendable {
    let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func format(_ draft: Draft, on channel: Channel, for recipient: Recipient) -> FormattedReply {
        FormattedReply(text: "", rest: [])
    }
}

/// Whom a reply is for.
package struct Recipient: Equatable, Sendable {
    /// As it was typed or sent; checked before it is greeted with.
    package var name: String?
    package var reference: String?
    /// The ticket's page.
    package var ticketURL: String?
    /// ISO 639-1; `nil` is the workspace's first.
    package var language: String?

    package init(name: String? = nil, reference: String? = nil, ticketURL: String? = nil, language: String? = nil) {
        self.name = name
        self.reference = reference
        self.ticketURL = ticketURL
        self.language = language
    }
}

/// A reply as the customer reads it.
package struct FormattedReply: Equatable, Sendable {
    package let text: String
    /// What did not fit, to be sent when the customer asks for the rest.
    package let rest: [Draft.Block]

    package var isComplete: Bool { rest.isEmpty }
}
