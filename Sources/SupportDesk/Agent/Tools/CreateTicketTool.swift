import AgentRuntime
import Formats

struct CreateTicketInput: Sendable {
    let customerID: String
    let issue: String
    let priority: Ticket.Priority
    let category: Ticket.Category?
    let channel: Channel

    static let schema = InputSchema(
        CreateTicketInput.init(customerID:issue:priority:category:channel:),
        InputField("customer_id", .string(length: 1...64), "The customer of this conversation."),
        InputField("issue", .string(length: 1...200), "What the customer needs, in one line."),
        InputField(
            "priority", .defaulting(.oneOf(Ticket.Priority.self), to: .medium), "How urgent it is; medium if unsure."),
        InputField("category", .optional(.oneOf(Ticket.Category.self)), "What kind of matter it is."),
        InputField("channel", .oneOf(Channel.self), "Where the customer wrote."))
}

extension DeskTools {
    /// Opens the conversation's ticket, or finds the one that is open.
    var createTicket: Tool<DeskDomain> {
        Tool(
            Self.createTicketName,
            "Opens the ticket of this conversation, or returns the one that is open. Call it first.",
            effect: .reversible, input: CreateTicketInput.schema
        ) { input, tool in
            try require(customer: input.customerID)
            try require(channel: input.channel)
            let ticket = brief.ticket
            let request = TicketRequest(
                id: ticket.id, link: ticket.link, subject: ticket.subject, category: input.category ?? brief.category,
                priority: input.priority, reference: TicketReference(stored: ticket.reference))
            return ToolResult(
                [
                    "ticket_id": .string(ticket.id.description), "reference": .string(ticket.reference),
                    "is_new": .bool(brief.isNewTicket && !tool.context.run.hasTicket),
                ],
                effects: brief.isNewTicket && !tool.context.run.hasTicket ? [.ticket(request)] : []
            ) { context in
                context.ticket = ticket
                context.run.hasTicket = true
            }
        }
    }
}
