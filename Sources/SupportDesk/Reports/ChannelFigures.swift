package import FoundationEssentials

/// One channel over a span of time.
package struct ChannelFigures: Equatable, Sendable {
    package let channel: Channel
    package let conversations: Int
    package let messages: Int
    package let answers: Int
    /// `nil` where nobody wrote.
    package let averageSentiment: Double?
    package let escalations: Int
    /// Milliseconds from a message's arrival to its answer; `nil` where nothing was answered.
    package let averageLatencyMilliseconds: Double?

    package init(
        channel: Channel, conversations: Int, messages: Int, answers: Int, averageSentiment: Double?,
        escalations: Int, averageLatencyMilliseconds: Double?
    ) {
        self.channel = channel
        self.conversations = conversations
        self.messages = messages
        self.answers = answers
        self.averageSentiment = averageSentiment
        self.escalations = escalations
        self.averageLatencyMilliseconds = averageLatencyMilliseconds
    }
}

/// Figures of what happened, read from the stored rows.
package protocol DeskFigures: Sendable {
    /// One entry a channel, in the order of `Channel.allCases`.
    func channels(since start: Date) async throws -> [ChannelFigures]

    /// How long the newest `limit` answered messages waited, from arrival to committed answer.
    func recentWaits(limit: Int) async throws -> [Duration]

    /// How many messages wait for an answer, counted up to `limit`.
    func backlog(upTo limit: Int) async throws -> Int
}
