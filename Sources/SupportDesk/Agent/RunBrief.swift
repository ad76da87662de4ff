import FoundationEssentials
import TextAnalysis

/// Everything a run is about, gathered before it begins: what its tools work on and the built-in model plans by.
package struct RunBrief: Sendable {
    let kit: AnswerKit
    let index: KnowledgeIndex
    let now: Date
    /// The messages to be answered, oldest first, never empty.
    let messages: [ReadMessage]
    /// As it was before the run, with the newest message already in it.
    let context: DeskContext
    /// Earlier messages of the conversation, oldest first.
    let history: [Message]
    let hasOpenEscalation: Bool
    /// The ticket that is there, or the one that `create_ticket` will make.
    let ticket: KnownTicket
    let isNewTicket: Bool
    let category: Ticket.Category?
    /// What the rules demand before anything is searched.
    var demand: EscalationDecision?

    var workspace: Workspace { kit.workspace }
    var newest: ReadMessage { messages[messages.count - 1] }
    var channel: Channel { context.channel }
    /// Of the newest message.
    var sentiment: Double { newest.analysis.sentiment.score }
    /// In which the workspace's phrases are said.
    var language: String? { context.language }

    /// What the rules say of the messages, given what searches came to.
    static func decision(
        of messages: [ReadMessage], _ context: DeskContext, _ kit: AnswerKit, category: Ticket.Category?,
        searchesWithoutResult: Int = 0, isOffTopic: Bool = false, reference: String, at now: Date
    ) -> EscalationDecision? {
        var earlier = context.sentiments.dropLast(messages.count)
        var first: EscalationDecision?
        for message in messages {
            for analysis in [message.analysis, message.subject].compactMap(\.self) {
                var situation = EscalationSituation(analysis: analysis, channel: context.channel)
                situation.category = category?.rawValue
                situation.earlierSentiments = Array(earlier)
                situation.searchesWithoutResult = searchesWithoutResult
                situation.isOffTopic = isOffTopic
                situation.language = context.language
                guard let decision = kit.policy.decide(situation, reference: reference, at: now),
                    !isInjected(decision, analysis)
                else { continue }
                if first.map({ $0.urgency < decision.urgency }) ?? true { first = decision }
            }
            earlier.append(message.analysis.sentiment.score)
        }
        return first
    }

    /// Wishes that stand in an attempt to give us instructions are part of the attempt.
    private static func isInjected(_ decision: EscalationDecision, _ analysis: MessageAnalysis) -> Bool {
        guard analysis.hit(.promptInjection, atLeast: 0.7) != nil else { return false }
        return [
            EscalationReason.refundRequest, EscalationReason.pricingInquiry, EscalationReason.dataRequest,
            EscalationReason.security,
        ].contains(decision.reason)
    }
}

extension RunBrief {
    /// What a language model's instructions may name.
    ///
    /// What a customer may have written is one line without markup.
    func instructionValues(_ context: DeskContext, displayName: String) -> [String: String] {
        [
            "agent_name": displayName, "company": workspace.profile.name,
            "product": workspace.profile.product, "customer_name": CustomerWords.inline(context.customerName ?? ""),
            "customer_id": context.customer.description, "channel": channel.rawValue,
            "ticket_subject": CustomerWords.inline(ticket.subject),
            "ticket_reference": ticket.reference, "sentiment": "\((sentiment * 100).rounded() / 100)",
            "language": language ?? workspace.languages.first ?? "en",
            "conversation_id": context.conversation.description,
            "brand_voice": workspace.profile.voice, "company_profile": workspace.profile.about,
            "skills": workspace.skills.summary,
        ]
    }

    /// Every set phrase as it is said here. A reply may repeat their figures and addresses.
    var setPhrases: [String] {
        Phrases.Key.allCases.map { workspace.phrase($0, on: channel, language: foreignLanguage ?? language) }
    }
}
