package import AgentRuntime
import Formats
import Telemetry

/// Asks models in order until one answers.
///
/// A link is passed over while its circuit breaker is open, its account empty or the budget spent, and left when it fails,
/// answers nothing or takes more than its share of the time; never once a part of an answer was delivered. The answer's
/// metadata are the answering model's own, with `model`, and `fallbacks: [{"model", "reason"}]` for those before it.
package final class ModelChain: Model {
    package let name: String
    package let links: [Link]
    private let ledger: (any SpendingLedger)?
    private let metrics: ModelMetrics?
    private let clock: any RunClock

    /// - Parameter links: at least one.
    package init(
        _ links: [Link], name: String = "chain", ledger: (any SpendingLedger)? = nil, metrics: ModelMetrics? = nil,
        clock: any RunClock = SystemClock.shared
    ) {
        precondition(!links.isEmpty, "a chain has links")
        self.name = name
        self.links = links
        self.ledger = ledger
        self.metrics = metrics
        self.clock = clock
    }

    /// Of the link that may use most.
    package func estimate(_ request: ModelRequest) -> Usage {
        links.map { $0.model.estimate(request) }
            .max { ($0.costMicroUSD, $0.totalTokens) < ($1.costMicroUSD, $1.totalTokens) } ?? Usage()
    }

    /// - Throws: the last asked model's error; without one, `BudgetExhausted` if the budget was in the way, else
    ///   `ChainUnavailable`. `CancellationError` when cancelled.
    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        let delivery = Delivery(deliver)
        var fallbacks: [Fallback] = []
        var lastError: (any Error)?
        var spentScope: BudgetScope?
        for link in links {
            guard clock.now < request.deadline else { throw lastError ?? LanguageModelError.timedOut }
            let turn = try await begin(link, request)
            switch turn {
            case .passedOver(let reason, let scope):
                spentScope = spentScope ?? scope
                fallbacks.append(Fallback(model: link.model.name, reason: reason))
                metrics?.count(link.model.name, outcome: reason)
            case .asked(let admission, let reservation):
                do {
                    let response = try await ask(link, request, delivery, admission, reservation)
                    return response.noting(fallbacks, model: link.model.name)
                } catch {
                    if delivery.hasStarted { throw error }
                    try Task.checkCancellation()
                    lastError = error
                    fallbacks.append(Fallback(model: link.model.name, reason: error.reason))
                }
            }
        }
        if let lastError { throw lastError }
        if let spentScope { throw BudgetExhausted(scope: spentScope) }
        throw ChainUnavailable(fallbacks: fallbacks)
    }

    private enum Turn {
        case asked(CircuitBreaker.Admission?, SpendingReservation?)
        case passedOver(reason: String, BudgetScope?)
    }

    /// Whether it is this link's turn, with what has to be given back afterwards.
    private func begin(_ link: Link, _ request: ModelRequest) async throws -> Turn {
        if link.quota?.isExhausted == true { return .passedOver(reason: "quota_exhausted", nil) }
        var admission: CircuitBreaker.Admission?
        if let breaker = link.breaker {
            admission = breaker.admit()
            if admission == nil { return .passedOver(reason: "breaker_open", nil) }
        }
        guard link.isMetered, let ledger else { return .asked(admission, nil) }
        do {
            let lifetime = max(request.deadline - clock.now, .zero) + .seconds(60)
            switch try await ledger.reserve(
                link.model.estimate(request), of: link.model.name, for: request.groupID, lifetime: lifetime)
            {
            case .reserved(let reservation): return .asked(admission, reservation)
            case .refused(let scope):
                abandon(admission, of: link)
                return .passedOver(reason: "over_budget", scope)
            }
        } catch {
            abandon(admission, of: link)
            try Task.checkCancellation()
            // Without its ledger a model that costs money isn't asked.
            return .passedOver(reason: "ledger_failed", nil)
        }
    }

    private func abandon(_ admission: CircuitBreaker.Admission?, of link: Link) {
        if let admission { link.breaker?.report(.abandoned, of: admission) }
    }

    private func ask(
        _ link: Link, _ request: ModelRequest, _ delivery: Delivery, _ admission: CircuitBreaker.Admission?,
        _ reservation: SpendingReservation?
    ) async throws -> ModelResponse {
        let start = clock.now
        let isFirst = link.model.name == links[0].model.name
        var request = request.until(start + (request.deadline - start) * link.timeShare)
        // Ids are the first server's: another one doesn't know them, and a strict one refuses them.
        if !isFirst { request = request.withoutItemIDs }
        let sink: ModelEventSink? = delivery.isWanted ? { @Sendable in await delivery.deliver($0) } : nil
        let result: Result<ModelResponse, any Error>
        do {
            let answer = try await clock.limit(to: request.deadline) { [request] in
                try await link.model.respond(to: request, delivering: sink)
            }
            let response = isFirst ? answer : answer.withoutItemIDs
            result = response.saysSomething ? .success(response) : .failure(ModelFault.emptyResponse)
            await settle(reservation, response.usage)
        } catch {
            // The run's own clock may ring first, and then this task is cancelled: the server was too slow all the same.
            let isLate = error is CancellationError && clock.now >= request.deadline
            let error: any Error = isLate ? LanguageModelError.timedOut : error
            result = .failure(error)
            await settle(reservation, error.usage(of: link.model.estimate(request)))
        }
        record(result, of: link, after: clock.now - start, admission)
        return try result.get()
    }

    private func settle(_ reservation: SpendingReservation?, _ usage: Usage) async {
        if let reservation { await ledger?.settle(reservation, actual: usage) }
    }

    private func record(
        _ result: Result<ModelResponse, any Error>, of link: Link, after duration: Duration,
        _ admission: CircuitBreaker.Admission?
    ) {
        let model = link.model.name
        metrics?.observe(model, took: duration)
        let outcome: CircuitBreaker.Outcome
        switch result {
        case .success(let response):
            link.failures?.succeeded()
            metrics?.count(model, outcome: "answered")
            metrics?.add(response.usage, of: model)
            outcome = .succeeded(after: duration)
        case .failure(let error):
            if !(error is CancellationError) { link.failures?.failed(error) }
            metrics?.count(model, outcome: error.reason)
            if case .incomplete(_, let usage) = error as? LanguageModelError { metrics?.add(usage, of: model) }
            if case .quotaExhausted = error as? LanguageModelError { link.quota?.exhaust() }
            outcome = error.outcome(after: duration)
        }
        if let admission { link.breaker?.report(outcome, of: admission) }
    }
}

extension ModelRequest {
    fileprivate var withoutItemIDs: ModelRequest {
        ModelRequest(
            instructions: instructions,
            items: items.map { item in
                switch item {
                case .assistant(let message): .assistant(AssistantMessage(message.text))
                case .toolCall(let call): .toolCall(call.withoutItemID)
                default: item
                }
            }, tools: tools, settings: settings, output: output, groupID: groupID, deadline: deadline)
    }

    fileprivate func until(_ deadline: ContinuousClock.Instant) -> ModelRequest {
        ModelRequest(
            instructions: instructions, items: items, tools: tools, settings: settings, output: output,
            groupID: groupID, deadline: deadline)
    }
}

extension ToolCall {
    fileprivate var withoutItemID: ToolCall { ToolCall(id: id, name: name, arguments: arguments) }
}

extension ModelResponse {
    fileprivate var withoutItemIDs: ModelResponse {
        ModelResponse(
            id: id,
            output: output.map { output in
                switch output {
                case .message(let message): .message(AssistantMessage(message.text))
                case .toolCall(let call): .toolCall(call.withoutItemID)
                default: output
                }
            }, usage: usage, metadata: metadata)
    }

    /// Whether a run can go on with it: reasoning alone leads nowhere.
    fileprivate var saysSomething: Bool {
        output.contains { output in
            switch output {
            case .message(let message): message.text.contains { !$0.isWhitespace }
            case .toolCall, .refusal: true
            case .reasoning: false
            }
        }
    }

    fileprivate func noting(_ fallbacks: [Fallback], model: String) -> ModelResponse {
        var metadata = metadata
        if metadata["model"] == nil { metadata["model"] = .string(model) }
        // A chain within this one has noted its own.
        let inner = metadata["fallbacks"]?.array ?? []
        metadata["fallbacks"] = .array(
            fallbacks.map { ["model": .string($0.model), "reason": .string($0.reason)] } + inner)
        return ModelResponse(id: id, output: output, usage: usage, metadata: metadata)
    }
}

extension Error {
    /// As metrics and receipts name it.
    fileprivate var reason: String {
        switch self as any Error {
        case let error as any ModelTrouble: error.kind
        case is CancellationError: "cancelled"
        default: "error"
        }
    }

    /// An error we know nothing of may have come after the work was done.
    fileprivate func usage(of estimate: Usage) -> Usage {
        (self as? LanguageModelError)?.usage(of: estimate) ?? estimate
    }

    fileprivate func outcome(after duration: Duration) -> CircuitBreaker.Outcome {
        switch self as any Error {
        case is CancellationError: .abandoned
        case LanguageModelError.rateLimited(_, let delay): .failed(retryAfter: delay)
        case let error as LanguageModelError where !error.class.countsAgainstHealth: .succeeded(after: duration)
        default: .failed(retryAfter: nil)
        }
    }
}
