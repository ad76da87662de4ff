import AgentRuntime
import Formats
import TextAnalysis

struct SendResponseInput: Sendable {
    /// What a reply asks back.
    enum Question: String, CaseIterable, Sendable {
        case open
        /// Which of the sections in `sources` is meant.
        case choice
        case bugDetails = "bug_details"
    }

    let ticketID: String
    let message: String
    let channel: Channel
    let sources: [String]
    let asks: Question?

    static let schema = InputSchema(
        SendResponseInput.init(ticketID:message:channel:sources:asks:),
        InputField("ticket_id", .string(length: 1...64), "As create_ticket returned it."),
        InputField(
            "message", .string(length: 1...8_000),
            """
            The answer alone, in Markdown: greeting, signature and reference are added. What comes after a line with \
            three hyphens is further help, left out where the channel is short.
            """),
        InputField("channel", .oneOf(Channel.self), "Where the customer wrote."),
        InputField(
            "sources", .defaulting(.array(of: .string(length: 1...300), count: 0...8), to: []),
            "The sections the answer was taken from."),
        InputField(
            "asks", .optional(.oneOf(Question.self)),
            "What the reply asks back: open, choice or bug_details; else null."))
}

extension DeskTools {
    /// The only way to the customer. Ends the run.
    var sendResponse: Tool<DeskDomain> {
        Tool(
            Self.sendResponseName, "Sends the one reply to the customer and ends your work.", effect: .irreversible,
            input: SendResponseInput.schema
        ) { input, tool in
            let context = tool.context
            try require(ticket: input.ticketID, context)
            try require(channel: input.channel)
            try requireHandOff(context)
            try requireHistory(context)
            try requireSearch(input, context)
            let sources = try sources(input, context)
            let passages = sources.compactMap { brief.index[$0.citation] }
            let draft = draft(input, context, sources: input.asks == nil ? sources : [])
            let reply = brief.kit.formatter.format(draft, on: brief.channel, for: recipient)
            try check(reply.text, by: input, passages: passages, context)
            let staged = StagedReply(
                channel: brief.channel, content: reply.text, sources: draft.sources,
                waitsOn: context.run.escalation == nil && !brief.hasOpenEscalation ? .customer : .teammate)
            return ToolResult(
                [
                    "delivery_status": .string(Message.DeliveryState.pending.rawValue),
                    "is_complete": .bool(!reply.isShortened),
                ], effects: [.reply(staged)]
            ) { context in
                context.run.hasReplied = true
                context.remember(input, draft.sources, choices: sources, rest: reply.rest, brief)
            }
        }
    }

    /// No reply goes out in place of a hand-off that the rules demand.
    private func requireHandOff(_ context: DeskContext) throws(ToolError) {
        guard let demand = brief.demand, context.run.escalation == nil else { return }
        if brief.hasOpenEscalation, context.escalations.contains(demand.reason) { return }
        throw ToolError("The company's rules demand escalate_to_human with the reason \(demand.reason) first.")
    }

    private func sources(_ input: SendResponseInput, _ context: DeskContext) throws(ToolError) -> [Message.Source] {
        let known = Set(context.run.searches.flatMap(\.citations))
            .union(context.topic?.citations ?? []).union(context.clarification?.choices.map(\.citation) ?? [])
        var sources: [Message.Source] = []
        for citation in input.sources where !sources.contains(where: { $0.citation == citation }) {
            guard known.contains(citation), let passage = brief.index[citation] else {
                throw ToolError(
                    "may name only sections that a search of this run returned, not \(citation)", field: "sources")
            }
            sources.append(Message.Source(citation: citation, title: passage.title))
        }
        return sources
    }

    private func draft(_ input: SendResponseInput, _ context: DeskContext, sources: [Message.Source]) -> Draft {
        let parts = input.message.split(separator: "\n---\n", maxSplits: 1).map(String.init)
        var draft = Draft(body: Draft.blocks(ofMarkdown: parts.first ?? input.message), sources: sources)
        if parts.count > 1 { draft.extras = Draft.blocks(ofMarkdown: parts[1]) }
        let phrase = { (key: Phrases.Key) in
            brief.workspace.phrase(key, on: brief.channel, language: brief.language)
        }
        if context.run.escalation != nil {
            draft.nextStep = phrase(.nextEscalated)
        } else if input.asks != nil {
            draft.nextStep = phrase(.nextAskedBack)
        } else if !sources.isEmpty {
            draft.nextStep = phrase(.nextAnswered)
        }
        if !sources.isEmpty, context.run.escalation == nil {
            draft.opener = brief.workspace.phrases.opener(
                forSentiment: brief.sentiment, on: brief.channel, language: brief.language)
        }
        return draft
    }

    private var recipient: Recipient {
        Recipient(
            name: brief.context.customerName, reference: brief.ticket.reference,
            ticketURL: settings.ticketURL(brief.ticket.link), language: brief.language)
    }

    /// - Throws: `ToolError` with the findings, for another try; `GuardrailTrip` when there is none left.
    private func check(
        _ reply: String, by input: SendResponseInput, passages: [Passage], _ context: DeskContext
    ) throws {
        var given = [brief.ticket.reference, brief.context.customerName ?? ""]
        if let url = settings.ticketURL(brief.ticket.link) { given.append(url) }
        if let decision = context.run.escalation { given += [decision.reply, decision.answerTime.words] }
        var findings = brief.kit.check.findings(in: reply, passages: passages, given: given)
        if !findings.isEmpty {
            findings = brief.kit.check.findings(in: reply, passages: passages, given: given + brief.setPhrases)
        }
        guard case .languageModel(let tries, let isGrounded) = author else { return try refuse(findings) }
        if isGrounded {
            findings += brief.kit.check.findings(
                in: input.message, passages: retrieved(passages, context), given: given,
                said: brief.messages.map(\.text), author: .languageModel)
        }
        if !findings.isEmpty, !tries.failed() {
            throw GuardrailTrip(
                guardrail: "grounding", stage: .tool, info: .array(findings.prefix(5).map { .string($0.kind.rawValue) })
            )
        }
        try refuse(findings)
    }

    /// The cited sections, and whatever else the run was shown.
    private func retrieved(_ cited: [Passage], _ context: DeskContext) -> [Passage] {
        let others = context.run.searches.flatMap(\.citations).compactMap { brief.index[$0] }
        return cited + others.filter { other in !cited.contains { $0.citation == other.citation } }
    }

    private func refuse(_ findings: [ReplyFinding]) throws(ToolError) {
        guard !findings.isEmpty else { return }
        var advice: [String] = []
        for finding in findings.prefix(5) {
            let line = "\(finding.kind.rawValue): “\(finding.text)”. \(finding.kind.advice)"
            if !advice.contains(line) { advice.append(line) }
        }
        throw ToolError(
            "must be written without what no section supports or the rules forbid. \(advice.joined(separator: " "))",
            field: "message")
    }
}

extension DeskContext {
    /// Keeps what the next message may lean on.
    fileprivate mutating func remember(
        _ input: SendResponseInput, _ sources: [Message.Source], choices: [Message.Source], rest: [Draft.Block],
        _ brief: RunBrief
    ) {
        let query = brief.messages.map(\.maskedText).joined(separator: "\n")
        let earlier = clarification
        clarification = nil
        switch input.asks {
        case .open?, .choice?:
            clarification = Clarification(
                query: String(query.prefix(1_000)), choices: input.asks == .choice ? choices : [],
                timesAsked: (earlier?.timesAsked ?? 0) + 1)
        case .bugDetails?:
            bugReport = BugReport(description: String(query.prefix(1_000)), asked: BugReport.Detail.allCases)
        case nil:
            if bugReport != nil, run.escalation != nil || !sources.isEmpty { bugReport = nil }
        }
        guard !sources.isEmpty else { return }
        topic = ConversationTopic(
            query: String((run.searches.first?.query ?? query).prefix(1_000)), citations: sources.map(\.citation),
            rest: rest.map { MarkdownWriter.text(of: [$0]) })
    }
}
