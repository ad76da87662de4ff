import AgentRuntime
import Formats
import Synchronization
import Telemetry
import Testing

@testable import LanguageModels

@Suite(.timeLimit(.minutes(1)))
struct ModelChainTests {
    private let clock = VirtualClock()

    private func request(group: String = "g1", within limit: Duration = .seconds(20)) -> ModelRequest {
        ModelRequest(
            instructions: "", items: [.user("Hello")], groupID: group, deadline: clock.now + limit)
    }

    /// Never answers of itself.
    private static let hangs = ScriptedModel.Turn.answers { _ in
        try await Task.sleep(for: .seconds(3_600))
        return ModelResponse(output: [])
    }

    @Test func `the first model answers as long as it can`() async throws {
        let chain = ModelChain(
            [.init(ScriptedModel([.says("One")], name: "one")), .init(ScriptedModel([], name: "two"))], clock: clock)

        let response = try await chain.respond(to: request())

        #expect(response.text == "One")
        #expect(response.metadata == ["model": "one", "fallbacks": []])
    }

    @Test(arguments: [
        LanguageModelError.badRequest(ServerReply(status: 400)), .unauthorized(ServerReply(status: 401)),
        .serverError(ServerReply(status: 503)), .timedOut, .streamCut, .outputTooLong,
        .incomplete(.maxOutputTokens, usage: Usage()), .contextTooLong(ServerReply(status: 400)),
    ])
    func `whatever keeps a model from answering, the next one is asked`(error: LanguageModelError) async throws {
        let chain = ModelChain(
            [
                .init(ScriptedModel([.fails(error)], name: "one")),
                .init(ScriptedModel([.responds(ModelResponse(output: []))], name: "two")),
                .init(ScriptedModel([.says("Three")], name: "three")),
            ], clock: clock)

        let response = try await chain.respond(to: request())

        #expect(response.text == "Three")
        #expect(
            response.metadata["fallbacks"] == [
                ["model": "one", "reason": .string(error.kind)], ["model": "two", "reason": "empty_answer"],
            ])
    }

    @Test func `ids of items stay with the first model, who made them`() async throws {
        let call = ToolCall(id: "c", name: "look", arguments: "{}", itemID: "fc_2")
        let two = ScriptedModel([.responds(ModelResponse(output: [.toolCall(call)]))], name: "two")
        let chain = ModelChain(
            [.init(ScriptedModel([.fails(CancellationError())], name: "one")), .init(two)], clock: clock)
        let request = ModelRequest(
            instructions: "",
            items: [.user("Hello"), .assistant(AssistantMessage("Hi", id: "msg_1"))], deadline: clock.now + .seconds(9))

        let response = try await chain.respond(to: request)

        #expect(two.requests.first?.items == [.user("Hello"), .assistant("Hi")])
        #expect(response.output == [.toolCall(ToolCall(id: "c", name: "look", arguments: "{}"))])
    }

    @Test func `the last model's error is the chain's`() async throws {
        let chain = ModelChain(
            [
                .init(ScriptedModel([.fails(LanguageModelError.timedOut)])),
                .init(ScriptedModel([.fails(LanguageModelError.streamCut)])),
            ], clock: clock)

        #expect(await failure { try await chain.respond(to: request()) } as? LanguageModelError == .streamCut)
    }

    @Test func `what was delivered can't be taken back by another model`() async throws {
        let second = ScriptedModel([.says("Two")])
        let chain = ModelChain([.init(Stuttering()), .init(second)], clock: clock)
        let deliveries = Deliveries()

        let error = await failure { try await chain.respond(to: request(), delivering: deliveries.sink) }

        #expect(error as? LanguageModelError == .streamCut)
        #expect(deliveries.text == "On")
        #expect(second.requests.isEmpty)
    }

    @Test func `a model that takes more than its share of the time is left`() async throws {
        let chain = ModelChain(
            [.init(ScriptedModel([Self.hangs], name: "one"), timeShare: 0.5), .init(ScriptedModel([.says("Two")]))],
            clock: clock)
        let request = request()

        async let response = chain.respond(to: request)
        await clock.alarms(atLeast: 1)
        clock.advance(by: .seconds(10))

        #expect(try await response.text == "Two")
        #expect(try await response.metadata["fallbacks"] == [["model": "one", "reason": "timed_out"]])
    }

    @Test func `the request's deadline is the end for all`() async throws {
        let second = ScriptedModel([.says("Two")])
        let chain = ModelChain([.init(ScriptedModel([Self.hangs])), .init(second)], clock: clock)
        let request = request()

        async let error = failure { try await chain.respond(to: request) }
        await clock.alarms(atLeast: 1)
        clock.advance(by: .seconds(20))

        #expect(await error as? LanguageModelError == .timedOut)
        #expect(second.requests.isEmpty)
    }

    @Test func `cancellation asks nobody else, and says nothing of the model`() async throws {
        let breaker = CircuitBreaker(clock: clock)
        let ledger = TestLedger(limitMicroUSD: 1_000)
        let second = ScriptedModel([.says("Two")])
        let chain = ModelChain(
            [.init(ScriptedModel([Self.hangs]), breaker: breaker), .init(second)], ledger: ledger, clock: clock)
        let request = request()

        let task = Task { try await chain.respond(to: request) }
        await clock.alarms(atLeast: 1)
        task.cancel()
        let error = await failure { try await task.value }

        #expect(error is CancellationError)
        #expect(second.requests.isEmpty)
        #expect(breaker.state == .closed(failures: 0))
        #expect(ledger.openReservations == 0)
    }

    @Test func `a server that is still silent when its caller's own clock rings was too slow`() async throws {
        let breaker = CircuitBreaker(clock: clock)
        let chain = ModelChain([.init(ScriptedModel([Self.hangs], name: "one"), breaker: breaker)], clock: clock)
        let request = request()

        let task = Task { try await chain.respond(to: request) }
        await clock.alarms(atLeast: 1)
        clock.advance(by: .seconds(20))
        task.cancel()
        _ = await failure { try await task.value }

        #expect(breaker.state == .closed(failures: 1))
    }

    @Test(arguments: [
        [ModelOutput.reasoning(["type": "reasoning"])], [.message(AssistantMessage(" \n"))], [],
    ])
    func `an answer that says nothing is none`(output: [ModelOutput]) async throws {
        let chain = ModelChain(
            [
                .init(ScriptedModel([.responds(ModelResponse(output: output))], name: "one")),
                .init(ScriptedModel([.says("Two")], name: "two")),
            ], clock: clock)

        let response = try await chain.respond(to: request())

        #expect(response.text == "Two")
        #expect(response.metadata["fallbacks"] == [["model": "one", "reason": "empty_answer"]])
    }

    @Test func `a model that keeps failing rests, and comes back when it is well`() async throws {
        var settings = CircuitBreaker.Settings()
        settings.failureLimit = 2
        let breaker = CircuitBreaker(settings, clock: clock)
        let ill = ScriptedModel(
            [.fails(LanguageModelError.timedOut), .fails(LanguageModelError.timedOut), .says("Well")], name: "one")
        let other = ScriptedModel([.says("2"), .says("2"), .says("2")], name: "two")
        let chain = ModelChain([.init(ill, breaker: breaker), .init(other)], clock: clock)

        for _ in 0..<2 { _ = try await chain.respond(to: request()) }
        let resting = try await chain.respond(to: request())
        clock.advance(by: .seconds(5))
        let well = try await chain.respond(to: request())

        #expect(resting.metadata["fallbacks"] == [["model": "one", "reason": "breaker_open"]])
        #expect(well.text == "Well")
        #expect(breaker.state == .closed(failures: 0))
        try ill.verifyComplete()
    }

    @Test func `bad requests don't open the breaker`() async throws {
        var settings = CircuitBreaker.Settings()
        settings.failureLimit = 1
        let breaker = CircuitBreaker(settings, clock: clock)
        let chain = ModelChain(
            [.init(ScriptedModel([.fails(LanguageModelError.badRequest(ServerReply(status: 400)))]), breaker: breaker)],
            clock: clock)

        _ = await failure { try await chain.respond(to: request()) }

        #expect(breaker.state == .closed(failures: 0))
    }

    @Test func `when nobody can be asked the chain says why`() async throws {
        let quota = SharedQuota(clock: clock)
        quota.exhaust()
        let chain = ModelChain([.init(ScriptedModel([], name: "one"), quota: quota)], clock: clock)

        let error = await failure { try await chain.respond(to: request()) }

        #expect((error as? ChainUnavailable)?.fallbacks == [Fallback(model: "one", reason: "quota_exhausted")])
    }

    @Test func `an empty account keeps all its models from being asked, for a while`() async throws {
        let quota = SharedQuota(pause: .seconds(300), clock: clock)
        let empty = LanguageModelError.quotaExhausted(ServerReply(status: 429))
        let large = ScriptedModel([.fails(empty), .says("Large")], name: "large")
        let small = ScriptedModel([], name: "small")
        let own = ScriptedModel([.says("Own"), .says("Own")], name: "own")
        let chain = ModelChain(
            [.init(large, quota: quota), .init(small, quota: quota), .init(own)], clock: clock)

        let first = try await chain.respond(to: request())
        let second = try await chain.respond(to: request())
        clock.advance(by: .seconds(300))
        let third = try await chain.respond(to: request())

        #expect([first.text, second.text, third.text] == ["Own", "Own", "Large"])
    }

    @Test func `a spent budget leaves the models that cost nothing`() async throws {
        let ledger = TestLedger(limitMicroUSD: 100)
        let paid = Priced(cost: 60)
        let free = ScriptedModel([.says("Free")], name: "free")
        let chain = ModelChain([.init(paid), .init(free, isMetered: false)], ledger: ledger, clock: clock)

        let first = try await chain.respond(to: request())
        let second = try await chain.respond(to: request())

        #expect(first.text == "Paid" && second.text == "Free")
        #expect(second.metadata["fallbacks"] == [["model": "priced", "reason": "over_budget"]])
        #expect(ledger.spent("g1") == 60 && ledger.openReservations == 0)
    }

    @Test func `a spent budget and nobody who costs nothing is an error that says which`() async throws {
        let chain = ModelChain(
            [.init(Priced(cost: 60))], ledger: TestLedger(limitMicroUSD: 10, scope: .day), clock: clock)

        let error = await failure { try await chain.respond(to: request()) }

        #expect(error as? BudgetExhausted == BudgetExhausted(scope: .day))
    }

    @Test func `without its ledger a model that costs money isn't asked`() async throws {
        let chain = ModelChain(
            [.init(Priced(cost: 1)), .init(ScriptedModel([.says("Free")]), isMetered: false)],
            ledger: TestLedger(limitMicroUSD: 10), clock: clock)

        #expect(try await chain.respond(to: request(group: "outage")).text == "Free")
    }

    @Test func `a call that may have been billed is charged in full`() async throws {
        let ledger = TestLedger(limitMicroUSD: 100)
        let chain = ModelChain([.init(Priced(cost: 60, error: .streamCut))], ledger: ledger, clock: clock)

        _ = await failure { try await chain.respond(to: request()) }

        #expect(ledger.spent("g1") == 60)
    }

    @Test func `the log hears once that a model fails, and once that it is well again`() async throws {
        let entries = Mutex<[LogEntry]>([])
        let failures = RecurringFailure(
            "Failed", over: "Well again", level: .warning,
            logger: Logger(level: .debug, sink: LogSink { entry in entries.withLock { $0.append(entry) } }))
        let refusal = LanguageModelError.unauthorized(ServerReply(status: 401, message: "Bad key sk-1"))
        let model = ScriptedModel([.fails(refusal), .fails(refusal), .says("One")])
        let chain = ModelChain([.init(model, failures: failures)], clock: clock)

        for _ in 0..<3 { _ = try? await chain.respond(to: request()) }

        let told = entries.withLock { $0 }
        #expect(told.map(\.message) == ["Failed", "Well again"])
        #expect(told.first?.metadata == ["error": .failure(refusal)])
        #expect(refusal.logText == "The server doesn't accept the key (status 401).")
    }

    @Test func `calls are counted by model and outcome`() async throws {
        let metrics = Metrics()
        let breaker = CircuitBreaker(clock: clock)
        let modelMetrics = ModelMetrics(metrics, breakers: [("one", breaker)])
        let usage = Usage(requests: 1, inputTokens: 10, outputTokens: 5, costMicroUSD: 2_000_000)
        let chain = ModelChain(
            [
                .init(ScriptedModel([.fails(LanguageModelError.timedOut)], name: "one"), breaker: breaker),
                .init(ScriptedModel([.says("2", usage: usage)], name: "two")),
            ], metrics: modelMetrics, clock: clock)

        _ = try await chain.respond(to: request())

        let text = metrics.prometheusText()
        #expect(text.contains(#"fte_model_requests_total{model="one",outcome="timed_out"} 1"#))
        #expect(text.contains(#"fte_model_requests_total{model="two",outcome="answered"} 1"#))
        #expect(text.contains(#"fte_model_tokens_total{model="two",kind="output"} 5"#))
        #expect(text.contains(#"fte_model_cost_usd_total{model="two"} 2"#))
        #expect(text.contains(#"fte_model_breaker_state{model="one"} 0"#))
    }
}

/// Delivers a word, then breaks off.
private struct Stuttering: Model {
    let name = "stuttering"

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        await deliver?(.text("On"))
        throw LanguageModelError.streamCut
    }
}

private struct Priced: Model {
    let name = "priced"
    let cost: Int
    var error: LanguageModelError?

    func estimate(_ request: ModelRequest) -> Usage { Usage(requests: 1, costMicroUSD: cost) }

    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse {
        if let error { throw error }
        return ModelResponse(output: [.text("Paid")], usage: Usage(requests: 1, costMicroUSD: cost))
    }
}
