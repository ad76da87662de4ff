import FoundationEssentials
package import Telemetry

/// What the processor counts for `/metrics`.
package struct ProcessorFigures: Sendable {
    private let processed: MetricFamily<Counter>
    private let waited: MetricFamily<Histogram>
    private let failures: Counter
    private let discards: Counter
    private let deadLetters: MetricFamily<Counter>

    package init(metrics: Metrics) {
        processed = metrics.counters(
            "fte_messages_processed_total", help: "Messages that were answered.", labels: ["channel", "escalated"])
        waited = metrics.histograms(
            "fte_answer_seconds", help: "From a message's arrival to its committed answer.", labels: ["channel"])
        failures = metrics.counter("fte_runs_failed_total", help: "Runs that failed and are tried again.")
        discards = metrics.counter(
            "fte_runs_discarded_total", help: "Answers discarded because the conversation was taken meanwhile.")
        deadLetters = metrics.counters(
            "fte_messages_dead_lettered_total", help: "Messages the desk gave up on.", labels: ["channel"])
    }

    func answered(_ work: ClaimedWork, outcome: RunOutcome, batch: [PendingMessage], at now: Date) {
        for pending in batch {
            let channel = pending.message.channel.rawValue
            processed[[channel, outcome.escalation == nil ? "no" : "yes"]].increment()
            waited[[channel]].observe(max(0, now.timeIntervalSince(pending.receivedAt)))
        }
    }

    func failed() { failures.increment() }
    func discarded() { discards.increment() }
    func deadLettered(_ work: ClaimedWork) { deadLetters[[work.conversation.initialChannel.rawValue]].increment() }
}
