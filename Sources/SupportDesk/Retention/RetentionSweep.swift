import FoundationEssentials

/// Goes once through all that is older than the company keeps it.
package struct RetentionSweep: Sendable {
    /// How long the audit log is kept, in days, whatever the company says of its conversations.
    package static let auditDays = 365

    /// Conversations looked at in one step, …
    private let span: Int
    /// … deleted in one transaction, …
    private let batch: Int
    /// … and records that go by their age alone.
    private let records: Int
    private let store: any Retention
    private let clock: DeskClock
    private let deleted: @Sendable (_ kind: String, _ count: Int) -> Void

    /// - Parameter deleted: is told what each batch took away: `conversations`, `customers` or the name of an `AgingRecord`.
    package init(
        _ store: any Retention, clock: DeskClock, span: Int = 200, batch: Int = 20, records: Int = 500,
        deleted: @escaping @Sendable (_ kind: String, _ count: Int) -> Void
    ) {
        self.store = store
        self.clock = clock
        self.span = span
        self.batch = batch
        self.records = records
        self.deleted = deleted
    }

    /// - Parameter days: how long the company keeps conversations after their last message.
    /// - Throws: `RetentionBusy` where another process is at it; what it leaves is found by the next sweep.
    package func run(keeping days: Int) async throws {
        let now = clock.now()
        let end = now.addingTimeInterval(-Double(days) * 86_400)
        try await deleteConversations(quietSince: end)
        for kind in AgingRecord.allCases {
            let age = kind == .auditLog ? max(days, Self.auditDays) : days
            try await delete(kind, before: now.addingTimeInterval(-Double(age) * 86_400))
        }
    }

    private func deleteConversations(quietSince end: Date) async throws {
        var place: ConversationPlace?
        repeat {
            let step = try await store.conversations(quietSince: end, after: place, limit: span)
            var rest = step.found[...]
            while !rest.isEmpty {
                let gone = try await store.delete(Array(rest.prefix(batch)), quietSince: end)
                rest = rest.dropFirst(batch)
                deleted("conversations", gone.conversations)
                deleted("customers", gone.customers)
                try await pause()
            }
            place = step.next
        } while place != nil
    }

    private func delete(_ kind: AgingRecord, before end: Date) async throws {
        while true {
            let count = try await store.delete(kind, before: end, limit: records)
            deleted(kind.rawValue, count)
            guard count == records else { return }
            try await pause()
        }
    }

    /// Leaves the database to those who have more urgent work.
    private func pause() async throws { try await clock.sleep(.milliseconds(20)) }
}
