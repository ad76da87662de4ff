import AgentRuntime
import LanguageModels
import Testing

struct ModelPricesTests {
    @Test func `cached input has its own price, and a part of a millionth counts as one`() {
        let prices = ModelPrices(input: 2_500_000, cachedInput: 250_000, output: 10_000_000)

        let cost = prices.cost(of: Usage(requests: 1, inputTokens: 1_001, cachedTokens: 1_000, outputTokens: 10))

        #expect(cost == 353)
    }

    @Test func `figures beyond all reason end at the largest number`() {
        let prices = ModelPrices(input: .max, output: .max)

        #expect(prices.cost(of: Usage(inputTokens: .max, cachedTokens: -5, outputTokens: .max)) == .max)
    }
}
