import AgentRuntime
import Formats
import TextAnalysis

/// What an answer rests on, kept with it:
///
///     {"passages": [{"section", "title", "version", "generation"}], "rules": [{"rule", "reason"}],
///      "intents": [{"intent", "rule"}], "sentiment", "searches": [{"has_result", "sections"}],
///      "agents": ["…"], "model", "calls": [{"agent", "model", "response_id", "tokens", "cost_micro_usd", "ms", …}],
///      "fallback": {"ending", "detail"} | null, "grounding": {"tries", "findings"}, "confidence", "evidence",
///      "tokens": {"input", "output"}, "cost_micro_usd", "timings": {"total_ms", "model_ms", "tools_ms"}}
struct Receipt {
    let json: JSONValue

    /// - Parameter earlier: what a language model made of the same messages before the built-in one answered.
    init(
        _ brief: RunBrief, _ result: RunResult<DeskDomain>, _ reply: StagedReply,
        after earlier: RunResult<DeskDomain>?, latency: Duration
    ) {
        let calls = (earlier?.modelCalls ?? []) + result.modelCalls
        let tools = (earlier?.toolCalls ?? []) + result.toolCalls
        var usage = result.usage
        if let earlier { usage += earlier.usage }
        let last = result.modelCalls.last
        let analysis = brief.newest.analysis
        json = [
            "passages": .array(reply.sources.compactMap { Self.passage($0, brief) }),
            "rules": Self.rules(result.context.run),
            "intents": .array(
                analysis.intents.prefix(5).map { ["intent": .string($0.intent.rawValue), "rule": .string($0.rule)] }),
            "sentiment": .number(analysis.sentiment.score),
            "searches": .array(
                result.context.run.searches.map {
                    ["has_result": .bool($0.hasResult), "sections": .array($0.citations.prefix(3).map { .string($0) })]
                }),
            "agents": .array(Self.agents(result).map { .string($0) }),
            "model": .string(last?.answeringModel ?? ""),
            "calls": .array(calls.filter(\.isByLanguageModel).map(\.receipt)),
            "fallback": earlier.map { earlier in
                [
                    "ending": .string(earlier.ending.label),
                    "detail": earlier.ending.detail.map { .string($0) } ?? .null,
                ]
            } ?? .null,
            "grounding": Self.grounding(tools),
            "confidence": last?.metadata["confidence"] ?? .null, "evidence": last?.metadata["evidence"] ?? .null,
            "tokens": [
                "input": .integer(Int64(usage.inputTokens)), "output": .integer(Int64(usage.outputTokens)),
            ],
            "cost_micro_usd": .integer(Int64(usage.costMicroUSD)),
            "timings": [
                "total_ms": .number(latency.roundedMilliseconds),
                "model_ms": .number(calls.reduce(.zero) { $0 + $1.duration }.roundedMilliseconds),
                "tools_ms": .number(tools.reduce(.zero) { $0 + $1.duration }.roundedMilliseconds),
            ],
        ]
    }

    private static func passage(_ source: Message.Source, _ brief: RunBrief) -> JSONValue? {
        guard let passage = brief.index[source.citation] else { return nil }
        return [
            "section": .string(source.citation), "title": .string(source.title),
            "version": .string(passage.version), "generation": .integer(Int64(brief.index.generation)),
        ]
    }

    private static func rules(_ run: RunProgress) -> JSONValue {
        guard let decision = run.escalation else { return [] }
        return [["rule": decision.rule.map { .string($0) } ?? .null, "reason": .string(decision.reason)]]
    }

    /// Those that worked on the answer, in their order.
    private static func agents(_ result: RunResult<DeskDomain>) -> [String] {
        result.modelCalls.map(\.agent).reduce(into: []) { agents, agent in
            if agents.last != agent { agents.append(agent) }
        }
    }

    /// How often a reply was written before it passed, and what was found in those that didn't.
    private static func grounding(_ tools: [ToolCallRecord]) -> JSONValue {
        let replies = tools.filter { $0.name == DeskTools.sendResponseName }
        return [
            "tries": .integer(Int64(replies.count)),
            "findings": .array(replies.compactMap(\.failure).map { .string($0.code) }),
        ]
    }
}

extension ModelCallRecord {
    /// Of a chain, the link that answered.
    fileprivate var answeringModel: String { metadata["model"]?.string ?? model }

    /// Whether or not its server counts tokens.
    fileprivate var isByLanguageModel: Bool { model != GroundedModel.name }

    fileprivate var receipt: JSONValue {
        var json: JSONObject = [
            "agent": .string(agent), "model": .string(answeringModel),
            "response_id": responseID.map { .string($0) } ?? .null, "tokens": .integer(Int64(usage.totalTokens)),
            "cost_micro_usd": .integer(Int64(usage.costMicroUSD)), "ms": .number(duration.roundedMilliseconds),
        ]
        if let fallbacks = metadata["fallbacks"] { json["fallbacks"] = fallbacks }
        return .object(json)
    }
}

extension Duration {
    fileprivate var roundedMilliseconds: Double { (self / .microseconds(10)).rounded() / 100 }
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
