import AgentRuntime
import Formats
import TextAnalysis

/// The tools of a support agent, bound to one run.
///
/// They keep the order of work themselves: nothing goes before `create_ticket`, nothing after `send_response`, and no
/// reply leaves before a hand-off that the rules demand.
struct DeskTools: Sendable {
    /// Who calls them.
    enum Author: Sendable {
        case builtIn
        /// - Parameter isGrounded: whether its replies are held against the sections, as ``ReplyCheck/Author`` says.
        case languageModel(ReplyTries, isGrounded: Bool)
    }

    let brief: RunBrief
    let settings: SupportAgentSettings
    let author: Author

    /// Those that the agent's profile names, in its order; all of them for a profile that could neither reply nor hand
    /// over.
    func tools(for profile: AgentProfile) -> [Tool<DeskDomain>] {
        let all = all
        let named = profile.tools.compactMap { name in all.first { $0.definition.name == name } }
        let canEnd = named.contains { $0.definition.name == Self.sendResponseName } || !profile.handOffs.isEmpty
        return canEnd ? named : all
    }

    var all: [Tool<DeskDomain>] {
        [createTicket, getCustomerHistory, searchKnowledgeBase, escalateToHuman, sendResponse]
    }

    static let createTicketName = "create_ticket"
    static let historyName = "get_customer_history"
    static let searchName = "search_knowledge_base"
    static let escalateName = "escalate_to_human"
    static let sendResponseName = "send_response"

    // MARK: What the tools check

    func requireTicket(_ context: DeskContext) throws(ToolError) {
        guard context.run.hasTicket else { throw ToolError("Call create_ticket first.") }
        guard !context.run.hasReplied else { throw ToolError("The reply was sent; nothing can follow it.") }
    }

    /// A language model reads what was said before it acts on it.
    func requireHistory(_ context: DeskContext) throws(ToolError) {
        guard case .languageModel = author, !brief.history.isEmpty, !context.run.hasHistory else { return }
        throw ToolError("There were earlier messages. Call get_customer_history first.")
    }

    /// A language model doesn't answer questions about the product by heart.
    func requireSearch(_ input: SendResponseInput, _ context: DeskContext) throws(ToolError) {
        guard case .languageModel = author, context.run.searches.isEmpty, context.run.escalation == nil,
            input.asks == nil, brief.messages.contains(where: { $0.analysis.speechAct.wantsAnswer })
        else { return }
        throw ToolError("The message asks about the product. Call search_knowledge_base first.")
    }

    func require(ticket id: String, _ context: DeskContext) throws(ToolError) {
        try requireTicket(context)
        guard id.lowercased() == brief.ticket.id.description else {
            throw ToolError(
                "is not this conversation's ticket; use the id that create_ticket returned", field: "ticket_id")
        }
    }

    func require(customer id: String) throws(ToolError) {
        guard id.lowercased() == brief.context.customer.description else {
            throw ToolError("is not the customer of this conversation", field: "customer_id")
        }
    }

    func require(channel: Channel) throws(ToolError) {
        guard channel == brief.channel else {
            throw ToolError("must be the channel the customer wrote by: \(brief.channel.rawValue)", field: "channel")
        }
    }
}
