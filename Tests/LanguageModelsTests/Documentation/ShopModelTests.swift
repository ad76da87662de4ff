import AgentRuntime
import Formats
import HTTPClient
import LanguageModels
import Testing

/// What docs/agents.md shows of models. The text between the marks stands there word for word.
@Suite(.timeLimit(.minutes(1))) struct ShopModelTests {
    @Test func `a chain asks the next model when the first one can't answer`() async throws {
        let first = try StandInServer([.error(401)])
        let second = try StandInServer([.chatHello])
        let (firstURL, secondURL) = ("http://127.0.0.1:\(first.port)/v1", "http://127.0.0.1:\(second.port)/v1")
        let (key, ledger) = ("sk-test", TestLedger(limitMicroUSD: 50_000))

        // docs: models
        let client = try WebClient()
        var options = OpenAIModelOptions(model: "gpt-5.6-luna", wire: .responses)
        options.prices = ModelPrices(input: 250_000, output: 2_000_000)
        let hosted = OpenAIModel(server: ModelServer(baseURL: firstURL, key: key, client: client), options: options)
        let own = OpenAIModel(
            server: ModelServer(baseURL: secondURL, key: nil, client: client),
            options: OpenAIModelOptions(model: "qwen3-8b", wire: .chat))

        let model = ModelChain(
            [
                ModelChain.Link(hosted, breaker: CircuitBreaker(), timeShare: 0.6),
                ModelChain.Link(own, breaker: CircuitBreaker(), isMetered: false),
            ], ledger: ledger)
        // docs: end
        let response = try await model.respond(
            to: ModelRequest(
                instructions: "", items: [.user("Hello")], groupID: "c-1",
                deadline: SystemClock.shared.now + .seconds(30)))
        await client.shutdown()

        #expect(response.output == [.text("Hello")])
        #expect(response.metadata["model"] == "qwen3-8b")
        #expect(response.metadata["fallbacks"] == [["model": "gpt-5.6-luna", "reason": "unauthorized"]])
    }
}
