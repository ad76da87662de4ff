package import AgentRuntime

/// What a model costs, in millionths of a dollar for a million tokens: 2.50 USD are 2,500,000.
package struct ModelPrices: Equatable, Sendable {
    package var input: Int
    /// Input that the provider had in its cache.
    package var cachedInput: Int
    package var output: Int

    /// - Parameter cachedInput: as much as other input unless given.
    package init(input: Int, cachedInput: Int? = nil, output: Int) {
        self.input = input
        self.cachedInput = cachedInput ?? input
        self.output = output
    }

    /// In millionths of a dollar, rounded up.
    package func cost(of usage: Usage) -> Int {
        let cached = max(min(usage.cachedTokens, usage.inputTokens), 0)
        let sum =
            Double(usage.inputTokens - cached) * Double(input) + Double(cached) * Double(cachedInput)
            + Double(usage.outputTokens) * Double(output)
        let cost = (sum / 1_000_000).rounded(.up)
        return cost < Double(Int.max) ? max(Int(cost), 0) : .max
    }
}
