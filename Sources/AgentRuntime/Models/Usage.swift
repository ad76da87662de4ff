/// Requests that were answered, their tokens, and what they cost.
package struct Usage: Equatable, Sendable {
    package var requests: Int
    package var inputTokens: Int
    /// Of the input tokens, those that the provider had in its cache.
    package var cachedTokens: Int
    package var outputTokens: Int
    /// Of the output tokens, those spent on reasoning.
    package var reasoningTokens: Int
    /// In millionths of a dollar; 0 where no price is known.
    package var costMicroUSD: Int

    package init(
        requests: Int = 0, inputTokens: Int = 0, cachedTokens: Int = 0, outputTokens: Int = 0, reasoningTokens: Int = 0,
        costMicroUSD: Int = 0
    ) {
        self.requests = requests
        self.inputTokens = inputTokens
        self.cachedTokens = cachedTokens
        self.outputTokens = outputTokens
        self.reasoningTokens = reasoningTokens
        self.costMicroUSD = costMicroUSD
    }

    package var totalTokens: Int { inputTokens + outputTokens }

    /// A sum too large for a number stays at the largest one: providers' figures are theirs.
    package static func += (total: inout Usage, more: Usage) {
        total.requests.add(more.requests)
        total.inputTokens.add(more.inputTokens)
        total.cachedTokens.add(more.cachedTokens)
        total.outputTokens.add(more.outputTokens)
        total.reasoningTokens.add(more.reasoningTokens)
        total.costMicroUSD.add(more.costMicroUSD)
    }
}

extension Int {
    fileprivate mutating func add(_ more: Int) {
        let (sum, isTooLarge) = addingReportingOverflow(more)
        self = isTooLarge ? .max : sum
    }
}
