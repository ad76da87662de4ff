import AgentRuntime
import Formats
import TextAnalysis

/// The workspace's agents as language models work them, bound to one run.
struct DeskCrew: Sendable {
    let brief: RunBrief
    let settings: SupportAgentSettings
    let language: LanguageModelSettings

    /// - Throws: `AgentError` for agents that don't fit together, which the reading of a folder refuses.
    func team() throws(AgentError) -> AgentTeam<DeskDomain> {
        let tries = ReplyTries()
        var agents: [Agent<DeskDomain>] = []
        for profile in brief.workspace.agents { agents.append(try agent(profile, tries)) }
        return try AgentTeam(agents, entry: brief.workspace.entryAgent.name)
    }

    private func agent(_ profile: AgentProfile, _ tries: ReplyTries) throws(AgentError) -> Agent<DeskDomain> {
        let brief = brief
        let isGrounded = profile.outputGuardrails.contains("grounding")
        let tools = DeskTools(
            brief: brief, settings: settings, author: .languageModel(tries, isGrounded: isGrounded))
        let named = tools.tools(for: profile)
        let ends = named.contains { $0.definition.name == DeskTools.sendResponseName }
        return try Agent(
            name: profile.name, handoffDescription: profile.handoffDescription,
            instructions: .from { context in HousePrompt(profile, brief, context).text },
            model: language.model(profile.model), modelSettings: language.request, tools: named,
            handoffs: profile.handOffs.map { Handoff(to: $0) },
            inputGuardrails: profile.inputGuardrails.compactMap { DeskGuardrail(rawValue: $0)?.guardrail(brief) },
            toolUse: ends ? .stopAfter([DeskTools.sendResponseName]) : .runAgain, resetsToolChoice: false,
            maxTurns: profile.maxTurns)
    }
}

/// The input guardrails that a workspace can name. Each is a rule, so it decides before a model is paid for.
enum DeskGuardrail: String, CaseIterable {
    case abuse
    case promptInjection = "prompt_injection"
    case offTopic = "off_topic"
    /// Personal data never reaches a model, since it was masked; this only notes what there was.
    case pii

    func guardrail(_ brief: RunBrief) -> InputGuardrail<DeskDomain> {
        InputGuardrail(rawValue, isBlocking: true) { _ in
            for message in brief.messages {
                if let finding = finding(in: message, brief) { return finding }
            }
            return .passed()
        }
    }

    private func finding(in message: ReadMessage, _ brief: RunBrief) -> GuardrailVerdict? {
        let analysis = message.analysis
        switch self {
        case .abuse:
            guard analysis.abuse.isAbusive else { return nil }
            return .tripped([
                "confidence": .number(analysis.abuse.confidence),
                "reason": .string(analysis.abuse.reason?.rawValue ?? ""),
            ])
        case .promptInjection:
            guard let hit = analysis.hit(.promptInjection, atLeast: 0.7) else { return nil }
            return .tripped(["rule": .string(hit.rule), "strength": .number(hit.strength)])
        case .offTopic:
            guard OffTopic.isAsked(analysis), !brief.index.search(message.maskedText, limit: 1).hasResult else {
                return nil
            }
            return .tripped()
        case .pii:
            let kinds = Set(analysis.personalData.map(\.type.rawValue)).sorted()
            return kinds.isEmpty ? nil : .passed(["masked": .array(kinds.map { .string($0) })])
        }
    }
}
