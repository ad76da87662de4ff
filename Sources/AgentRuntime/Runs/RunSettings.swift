/// The bounds of a run, and its clock.
package struct RunSettings: Sendable {
    /// Model calls over all agents. The tools of the last one are still carried out.
    package var maxTurns = 10
    /// Further hand-offs are refused, so that agents don't pass a customer around for ever.
    package var maxHandoffs = 8
    /// For the whole run. A tool or model that doesn't stop when cancelled can make it longer.
    package var timeLimit: Duration = .seconds(60)
    package var budget = RunBudget()
    /// For one call of a tool that has no limit of its own.
    package var toolTimeout: Duration = .seconds(10)
    /// Further calls in one response are refused.
    package var maxToolCallsPerTurn = 16
    package var maxArgumentBytes = 64 * 1024
    /// Longer output is cut, and says so.
    package var maxOutputBytes = 64 * 1024
    /// How much of the session the model sees.
    package var history = HistoryLimit()
    package var clock: any RunClock = SystemClock.shared

    package init() {}
}

/// What a run may use. The most that a model call can use is reserved before it is made; `nil` is without limit.
package struct RunBudget: Equatable, Sendable {
    package var maxTokens: Int?
    package var maxCostMicroUSD: Int?

    package init(maxTokens: Int? = nil, maxCostMicroUSD: Int? = nil) {
        self.maxTokens = maxTokens
        self.maxCostMicroUSD = maxCostMicroUSD
    }

    var isUnlimited: Bool { maxTokens == nil && maxCostMicroUSD == nil }

    /// Whether there is room for `more` after `used`.
    func allows(_ more: Usage, after used: Usage) -> Bool {
        var total = used
        total += more
        return total.totalTokens <= maxTokens ?? .max && total.costMicroUSD <= maxCostMicroUSD ?? .max
    }
}
