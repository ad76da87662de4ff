package import Formats
import FoundationEssentials
package import SupportDesk

extension RunOutcome {
    /// What a run leaves behind that answers `batch`, by default everything that waits.
    package static func sample(
        answering work: ClaimedWork, covering batch: [PendingMessage]? = nil,
        _ text: String = "Use the link on the sign-in page.", escalation: Escalation? = nil
    ) -> RunOutcome {
        let batch = batch ?? work.pending
        return RunOutcome(
            covered: batch.map(\.inbound),
            findings: batch.map {
                MessageFindings(
                    message: $0.message.id, sentiment: 0.4, confidence: 0.9, intent: "how_to", topics: ["password"])
            },
            reply: Reply(
                channel: .webForm, content: text,
                sources: [Message.Source(citation: "docs/login.md#reset", title: "Reset your password")],
                receipt: ["model": "grounded"], tokensUsed: 120,
                waitsOn: escalation == nil ? .customer : .teammate),
            ticket: nil, escalation: escalation, session: #"{"items":[]}"#,
            trace: TraceRecord(
                traceID: "trace-\(work.claim.conversation)-\(work.claim.epoch)", startedAt: batch[0].receivedAt,
                duration: .milliseconds(12), spans: []),
            latency: .milliseconds(12), toolCalls: ["search_knowledge_base", "send_response"])
    }
}

extension JSONValue {
    /// A step of a run, as its journal keeps it.
    package static func step(_ name: String) -> JSONValue {
        ["v": 1, "entry": .string(name), "arguments": ["zone": "EU", "amount": 1.5, "article": .null]]
    }
}

extension ModelCall {
    package static func sample(
        on conversation: ID<Conversation>, of model: String = "large", microUSD: Int = 100
    ) -> ModelCall {
        ModelCall(
            conversation: conversation, model: model,
            usage: ModelUsage(requests: 1, inputTokens: 1000, outputTokens: 50, microUSD: microUSD))
    }
}

extension FailureCause {
    package static let sample = FailureCause(kind: "run_failed", detail: "ModelError")
}

extension DeadLetterRecord {
    package static func sample(_ inbound: ID<Inbound>, _ cause: FailureCause = .sample) -> DeadLetterRecord {
        DeadLetterRecord(
            inbound: inbound, cause: cause, apology: "We're sorry, a teammate will answer you.", team: "support")
    }
}
