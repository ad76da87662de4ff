import AgentRuntime
import Formats
import FoundationEssentials
import TextAnalysis

struct CustomerHistoryInput: Sendable {
    let customerID: String

    static let schema = InputSchema(
        CustomerHistoryInput.init(customerID:),
        InputField("customer_id", .string(length: 1...64), "The customer of this conversation."))
}

extension DeskTools {
    static let longestHistory = 20

    /// The newest messages with the customer: of all channels for one who is proven, otherwise of this conversation.
    var getCustomerHistory: Tool<DeskDomain> {
        Tool(
            Self.historyName, "The newest 20 messages with this customer over all channels, oldest first.",
            effect: .read, input: CustomerHistoryInput.schema
        ) { input, tool in
            try requireTicket(tool.context)
            try require(customer: input.customerID)
            var messages = brief.history
            if brief.context.identity == .proven, let all = settings.customerHistory {
                messages = try await all(brief.context.customer)
                let pending = Set(brief.messages.map(\.pending.message.id))
                messages.removeAll { pending.contains($0.id) }
            }
            let newest = messages.suffix(Self.longestHistory)
            var masker = PersonalDataMasker()
            let shown: [JSONValue] = newest.map { message in
                [
                    "role": .string(message.role.rawValue), "channel": .string(message.channel.rawValue),
                    "at": .string(message.createdAt.formatted(.iso8601)),
                    "content": .string(masker.mask(String(message.content.prefix(500)))),
                    "this_conversation": .bool(message.conversation == brief.context.conversation),
                ]
            }
            return ToolResult(["messages": .array(shown)]) { $0.run.hasHistory = true }
        }
    }
}
