package import FoundationEssentials

/// What models cost a workspace, and how much of it is left. The most that a call can cost is reserved before it is made;
/// afterwards what it did cost takes the place of the reservation.
package protocol ModelSpending: Sendable {
    /// Reserves an amount unless what was spent and is reserved would go beyond a limit with it. Without limits there is
    /// nothing to decide, and nothing is kept.
    ///
    /// - Parameters:
    ///   - conversation: whose share it is taken from. One that the desk doesn't keep, such as one in a terminal, has
    ///     none: only the day and the month count.
    ///   - lifetime: after which a reservation that was never settled, because its process died, no longer counts. The
    ///     database's clock measures it.
    func reserve(
        microUSD: Int, for conversation: ID<Conversation>, within limits: SpendingLimits, lasting lifetime: Duration
    ) async throws -> SpendingDecision

    /// Counts a call that was answered, or that failed without cost, on the day it ended. It counts also when the
    /// reservation has expired meanwhile. To be called once a call: twice counts twice.
    func settle(_ reservation: ID<SpendingReservation>?, _ call: ModelCall) async throws

    /// What was spent, by day and model, the newest day first: that of `day`, in UTC, and all since.
    func spending(since day: Date) async throws -> [DailySpending]
    func spending(on conversation: ID<Conversation>) async throws -> ModelUsage
}

/// The tag of a reservation.
package enum SpendingReservation {}

package enum SpendingDecision: Equatable, Sendable {
    case reserved(ID<SpendingReservation>)
    case over(SpendingScope)
}

package struct ModelUsage: Equatable, Sendable {
    package var requests = 0
    package var inputTokens = 0
    package var outputTokens = 0
    package var microUSD = 0

    package init(requests: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0, microUSD: Int = 0) {
        self.requests = requests
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.microUSD = microUSD
    }
}

/// A call of a model as it is counted.
package struct ModelCall: Equatable, Sendable {
    package let conversation: ID<Conversation>
    package let model: String
    package let usage: ModelUsage

    package init(conversation: ID<Conversation>, model: String, usage: ModelUsage) {
        self.conversation = conversation
        self.model = model
        self.usage = usage
    }
}

package struct DailySpending: Equatable, Sendable {
    /// Midnight UTC.
    package let day: Date
    package let model: String
    package let usage: ModelUsage

    package init(day: Date, model: String, usage: ModelUsage) {
        self.day = day
        self.model = model
        self.usage = usage
    }
}
