package import AgentRuntime
package import FoundationEssentials

/// What a support agent needs of its host.
package struct SupportAgentSettings: Sendable {
    /// For the built-in model; a language model has a clock of its own.
    package var run = RunSettings()
    /// `nil` where the built-in model answers alone.
    package var languageModel: LanguageModelSettings?
    /// How much of a conversation is kept with its session.
    package var history = HistoryLimit(maxItems: 80, maxTokens: 12_000, describe: ConversationSummary.line)
    package var now: @Sendable () -> Date = { Date() }
    package var makeID: @Sendable () -> UUID = { UUID() }
    /// 64 random bits, not all zero.
    package var random: @Sendable () -> UInt64 = { .random(in: 1 ... .max) }
    /// The address of a ticket's page, for the mail that quotes it; `nil` where pages have no public address.
    package var ticketURL: @Sendable (TicketLink) -> String? = { _ in nil }
    /// The newest messages of a proven customer over all channels, oldest first. Without it the agent knows the
    /// conversation alone.
    package var customerHistory: (@Sendable (ID<Customer>) async throws -> [Message])?

    package init() { run.maxTurns = 8 }
}
