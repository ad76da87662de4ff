package import FoundationEssentials

/// Deletes what a company no longer keeps, a small batch at a time, so that nobody waits for it.
///
/// Where another process is deleting at this moment, nothing is done and `RetentionBusy` is thrown.
package protocol Retention: Sendable {
    /// Looks through conversations in the order in which they began, `limit` of them after `place`.
    ///
    /// A conversation is found when its last message came before `end`, nothing of it waits for an answer, no worker and no
    /// teammate holds it, and no ticket of it waits for a teammate.
    func conversations(
        quietSince end: Date, after place: ConversationPlace?, limit: Int
    ) async throws -> (found: [ID<Conversation>], next: ConversationPlace?)

    /// Deletes conversations with all that hangs on them, and customers who have no other. One that was written to
    /// meanwhile stays, as does one that somebody is busy with.
    func delete(_ conversations: [ID<Conversation>], quietSince end: Date) async throws -> DeletedConversations

    /// Deletes the oldest records of a kind from before `end`, at most `limit`. Returns how many they were.
    func delete(_ kind: AgingRecord, before end: Date, limit: Int) async throws -> Int
}

/// Where a look through conversations stands.
package struct ConversationPlace: Equatable, Sendable {
    package let startedAt: Date
    package let id: ID<Conversation>

    package init(startedAt: Date, id: ID<Conversation>) {
        self.startedAt = startedAt
        self.id = id
    }
}

/// What one batch took away.
package struct DeletedConversations: Equatable, Sendable {
    package var conversations = 0
    package var customers = 0

    package init(conversations: Int = 0, customers: Int = 0) {
        self.conversations = conversations
        self.customers = customers
    }
}

/// Records that go by their own age.
package enum AgingRecord: String, CaseIterable, Sendable {
    case events
    case traces
    case agentMetrics = "agent_metrics"
    case auditLog = "audit_log"
}

/// Another process deletes what this company no longer keeps.
package struct RetentionBusy: Error, Equatable {
    package init() {}
}
