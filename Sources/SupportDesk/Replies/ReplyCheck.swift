/// Reads a reply before it is sent and tells what must not leave the desk (AG-3). It trusts no model.
package struct ReplyCheck: Sendable {
    let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// - Parameters:
    ///   - passages: the sections the reply may draw on.
    ///   - given: texts that may be repeated although no section has them: the reference, the answer time, what the
    ///     customer wrote.
    package func findings(in reply: String, passages: [Passage], given: [String] = []) -> [ReplyFinding] { [] }
}

/// Something a reply must not contain.
package struct ReplyFinding: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// An amount of money or a discount.
        case price
        /// Says that money was or will be paid back.
        case refundPromise = "refund_promise"
        case competitor
        /// Instructions, tools or variables of the agent.
        case instructions
        /// A number or code that no section has.
        case unsupportedFigure = "unsupported_figure"
        /// A link or address that neither a section nor the company's own pages have.
        case unsupportedLink = "unsupported_link"
    }

    package let kind: Kind
    /// The words that show it.
    package let text: String
    /// UTF-8 offsets in the reply.
    package let range: Range<Int>

    package init(kind: Kind, text: String, range: Range<Int>) {
        self.kind = kind
        self.text = text
        self.range = range
    }
}
