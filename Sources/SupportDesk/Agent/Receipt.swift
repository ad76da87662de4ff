import AgentRuntime
import Formats
import TextAnalysis

/// What an answer rests on, kept with it.
struct Receipt {
    let json: JSONValue

    init(
        _ brief: RunBrief, _ result: RunResult<DeskDomain>, _ reply: StagedReply, latency: Duration
    ) {
        let last = result.modelCalls.last
        let searches = result.context.run.searches
        let passages: [JSONValue] = reply.sources.compactMap { source in
            guard let passage = brief.index[source.citation] else { return nil }
            return [
                "section": .string(source.citation), "title": .string(source.title),
                "version": .string(passage.version), "generation": .integer(Int64(brief.index.generation)),
            ]
        }
        var rules: [JSONValue] = []
        if let decision = result.context.run.escalation {
            rules.append(["rule": decision.rule.map { .string($0) } ?? .null, "reason": .string(decision.reason)])
        }
        let analysis = brief.newest.analysis
        json = [
            "passages": .array(passages), "rules": .array(rules),
            "intents": .array(
                analysis.intents.prefix(5).map { ["intent": .string($0.intent.rawValue), "rule": .string($0.rule)] }),
            "sentiment": .number(analysis.sentiment.score),
            "searches": .array(
                searches.map {
                    ["has_result": .bool($0.hasResult), "sections": .array($0.citations.prefix(3).map { .string($0) })]
                }),
            "model": .string(last?.model ?? ""), "confidence": last?.metadata["confidence"] ?? .null,
            "evidence": last?.metadata["evidence"] ?? .null,
            "tokens": [
                "input": .integer(Int64(result.usage.inputTokens)),
                "output": .integer(Int64(result.usage.outputTokens)),
            ],
            "timings": [
                "total_ms": .number(Self.milliseconds(latency)),
                "model_ms": .number(Self.milliseconds(result.modelCalls.reduce(.zero) { $0 + $1.duration })),
                "tools_ms": .number(Self.milliseconds(result.toolCalls.reduce(.zero) { $0 + $1.duration })),
            ],
        ]
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        (duration / .microseconds(10)).rounded() / 100
    }
}

extension Passage {
    /// Tells this text of the section from any other: 64 bits of FNV-1a, in hex.
    package var version: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in markdown.utf8 {
            hash ^= UInt64(byte)
            hash = hash &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
