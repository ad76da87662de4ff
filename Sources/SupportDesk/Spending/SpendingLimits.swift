/// What a limit is for.
package enum SpendingScope: String, Sendable, CaseIterable {
    case conversation, day, month
}

/// In millionths of a dollar; `nil` is without limit. Days and months are those of UTC.
package struct SpendingLimits: Equatable, Sendable {
    package var conversation: Int?
    package var day: Int?
    package var month: Int?

    package init(conversation: Int? = nil, day: Int? = nil, month: Int? = nil) {
        self.conversation = conversation
        self.day = day
        self.month = month
    }

    package var isUnlimited: Bool { conversation == nil && day == nil && month == nil }

    /// The limit that an amount more would go beyond, the widest of several; `nil` where all allow it.
    package func scope(exceededBy microUSD: Int, after committed: CommittedSpending) -> SpendingScope? {
        func isExceeded(_ limit: Int?, _ spent: Int) -> Bool { limit.map { spent > $0 - microUSD } ?? false }
        if isExceeded(month, committed.month) { return .month }
        if isExceeded(day, committed.day) { return .day }
        if isExceeded(conversation, committed.conversation) { return .conversation }
        return nil
    }
}

/// What counts against limits: spent, or reserved for calls under way. In millionths of a dollar.
package struct CommittedSpending: Equatable, Sendable {
    package let conversation: Int
    package let day: Int
    package let month: Int

    package init(conversation: Int, day: Int, month: Int) {
        self.conversation = conversation
        self.day = day
        self.month = month
    }
}
