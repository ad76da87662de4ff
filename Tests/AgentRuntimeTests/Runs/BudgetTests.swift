import AgentRuntime
import Formats
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BudgetTests {
    /// Says what a call costs at most before it is made.
    private struct Priced: Model {
        let name = "priced"
        let most: Usage
        let script: ScriptedModel
        func estimate(_ request: ModelRequest) -> Usage { most }
        func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
            try await script.respond(to: request, delivering: deliver)
        }
    }

    private static let used = Usage(requests: 1, inputTokens: 60, outputTokens: 40, costMicroUSD: 500)
    private static let most = Usage(requests: 1, inputTokens: 100, outputTokens: 100, costMicroUSD: 1_000)

    private func run(_ budget: RunBudget) async throws -> (result: RunResult<Desk>, asked: Int) {
        var setting = Setting()
        setting.settings.budget = budget
        let turn = ScriptedModel.Turn.calls(("create_ticket", #"{"text": "A"}"#), usage: Self.used)
        let script = ScriptedModel([turn, turn, turn, .says("Done.", usage: Self.used)])
        let result = try await setting.run(Priced(most: Self.most, script: script), [.createTicket])
        return (result, script.requests.count)
    }

    @Test(arguments: [(199, 0), (200, 1), (299, 1), (300, 2), (500, 4)])
    func `a call that could go beyond the tokens is not made`(tokens: Int, asked: Int) async throws {
        let (result, calls) = try await run(RunBudget(maxTokens: tokens))

        #expect(calls == asked)
        #expect(result.ending.label == (asked == 4 ? "final_output" : "budget_exceeded"))
        #expect(result.usage.totalTokens == asked * 100)
        #expect(unanswered(result.items).isEmpty)
    }

    @Test(arguments: [(999, 0), (1_000, 1), (1_500, 2), (2_500, 4)])
    func `nor one that could go beyond the money`(money: Int, asked: Int) async throws {
        let (result, calls) = try await run(RunBudget(maxCostMicroUSD: money))

        #expect(calls == asked)
        #expect(result.usage.costMicroUSD == asked * 500)
    }

    @Test func `a model that says nothing is estimated by its words and the answer's limit`() {
        let request = ModelRequest(
            instructions: "12345678", items: [.user("1234")], settings: ModelSettings(maxOutputTokens: 100),
            deadline: .now)

        #expect(ScriptedModel([]).estimate(request) == Usage(requests: 1, inputTokens: 3, outputTokens: 100))
    }

    @Test func `what guardrails used counts against the budget`() async throws {
        var setting = Setting()
        setting.settings.budget = RunBudget(maxTokens: 250)
        let judge = try Agent<Desk>(
            name: "Judge", instructions: .text(""), model: ScriptedModel([.says(#"{"text": "ok"}"#, usage: Self.used)]),
            output: OutputSchema(TextInput.schema))
        let script = ScriptedModel([.says("Never.")])

        let result = try await setting.run(team: [
            Agent(
                name: "Support", instructions: .text(""), model: Priced(most: Self.most, script: script),
                inputGuardrails: [InputGuardrail("judge", isBlocking: true, agent: judge) { _ in false }])
        ])

        guard case .budgetExceeded = result.ending else { throw Failure() }
        #expect(script.requests.isEmpty)
    }

    @Test func `sums too large for a number stay at the largest`() {
        var usage = Usage(requests: 1, inputTokens: .max)
        usage += Usage(requests: 1, inputTokens: 5)

        #expect(usage.requests == 2)
        #expect(usage.inputTokens == .max)
    }

    @Test func `total tokens too large for a number exceed any budget`() async throws {
        var setting = Setting()
        setting.settings.budget = RunBudget(maxTokens: 1_000)
        let huge = Usage(requests: 1, inputTokens: .max, outputTokens: .max)
        let model = ScriptedModel([.calls(("create_ticket", #"{"text": "A"}"#), usage: huge)])

        let result = try await setting.run(model, [.createTicket])

        guard case .budgetExceeded = result.ending else { throw Failure() }
    }
}
