import AgentRuntime
import Formats

/// What the part of a conversation that is no longer kept was about, a line for each message.
enum ConversationSummary {
    /// The desk answers by a tool, so its words stand in that call.
    @Sendable static func line(_ item: Item) -> String? {
        switch item {
        case .user(let text): HistorySummary.line("Customer", CustomerWords.unmarked(text))
        case .toolCall(let call) where call.name == DeskTools.sendResponseName:
            (try? JSONValue(parsing: call.arguments))?["message"]?.string.map { HistorySummary.line("Answer", $0) }
        default: HistorySummary.line(item)
        }
    }
}
