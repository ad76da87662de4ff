import AgentRuntime
package import Telemetry

/// What a chain's calls are counted in.
///
///     fte_model_requests_total{model, outcome}   outcome: answered, an error's kind, or why a model was passed over
///     fte_model_request_seconds{model}           of calls that were made
///     fte_model_tokens_total{model, kind}        input, cached, output, reasoning
///     fte_model_cost_usd_total{model}
///     fte_model_breaker_state{model}             0 closed, 1 half open, 2 open
package struct ModelMetrics: Sendable {
    private let requests: MetricFamily<Counter>
    private let seconds: MetricFamily<Histogram>
    private let tokens: MetricFamily<Counter>
    private let cost: MetricFamily<Counter>

    package init(_ metrics: Metrics, breakers: [(model: String, breaker: CircuitBreaker)] = []) {
        requests = metrics.counters(
            "fte_model_requests_total", help: "Requests to language models by what came of them.",
            labels: ["model", "outcome"])
        seconds = metrics.histograms(
            "fte_model_request_seconds", help: "Time a language model took, retries included.", labels: ["model"],
            bounds: [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120])
        tokens = metrics.counters(
            "fte_model_tokens_total", help: "Tokens read and written by language models.", labels: ["model", "kind"])
        cost = metrics.counters(
            "fte_model_cost_usd_total", help: "What language models cost, in dollars.", labels: ["model"])
        guard !breakers.isEmpty else { return }
        metrics.gauges(
            "fte_model_breaker_state", help: "Circuit breakers: 0 closed, 1 half open, 2 open.", labels: ["model"]
        ) {
            breakers.map { MetricSample([$0.model], $0.breaker.state.level) }
        }
    }

    func count(_ model: String, outcome: String) {
        requests[model, outcome].increment()
    }

    func observe(_ model: String, took duration: Duration) {
        seconds[model].observe(duration)
    }

    func add(_ usage: Usage, of model: String) {
        tokens[model, "input"].increment(by: usage.inputTokens)
        tokens[model, "cached"].increment(by: usage.cachedTokens)
        tokens[model, "output"].increment(by: usage.outputTokens)
        tokens[model, "reasoning"].increment(by: usage.reasoningTokens)
        cost[model].add(Double(usage.costMicroUSD) / 1_000_000)
    }
}

extension CircuitBreaker.State {
    fileprivate var level: Double {
        switch self {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
