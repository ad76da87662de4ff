import FoundationEssentials
import TextAnalysis

/// Measures the agent on labelled tickets, in process and without a database: each ticket is a conversation of its own.
package struct Evaluation: Sendable {
    private let agent: SupportAgent
    /// A working day's noon, so that the figures don't hang on when they are taken.
    private static let noon = Date(timeIntervalSince1970: 1_741_176_000)

    package init(_ workspace: Workspace, languageModel: LanguageModelSettings? = nil) {
        let index = KnowledgeIndex(workspace.passages, terms: TextAnalyzer(workspace.textAnalysis).terms)
        self.init(workspace, knowledge: { index }, languageModel: languageModel)
    }

    /// - Parameters:
    ///   - knowledge: what the agent answers from.
    ///   - languageModel: asked before the built-in model, if there is one.
    package init(
        _ workspace: Workspace, knowledge: @escaping @Sendable () -> KnowledgeIndex,
        languageModel: LanguageModelSettings? = nil
    ) {
        var settings = SupportAgentSettings()
        settings.languageModel = languageModel
        settings.now = { Self.noon }
        agent = SupportAgent(workspace: workspace, knowledge: knowledge, settings: settings)
    }

    /// Answers the tickets one after another.
    ///
    /// - Throws: what the agent throws; a run that fails is a defect and no figure.
    package func run(_ tickets: [LabelledTicket]) async throws -> [Prediction] {
        var predictions: [Prediction] = []
        for ticket in tickets { predictions.append(try await predict(ticket)) }
        return predictions
    }

    private func predict(_ ticket: LabelledTicket) async throws -> Prediction {
        let work = ticket.work(at: Self.noon)
        let start = ContinuousClock.now
        let outcome = ticket.isAutomaticMail ? nil : try await agent.respond(to: work, covering: work.pending)
        let latency = ContinuousClock.now - start
        let analysis = agent.kit.analyzer.analyze(ticket.message)
        let finding = outcome?.findings.last
        return Prediction(
            id: ticket.id, replied: outcome?.reply != nil, reply: outcome?.reply?.content,
            escalated: outcome?.escalation != nil, escalationReason: outcome?.escalation?.reason,
            sentimentScore: finding?.sentiment ?? analysis.sentiment.score,
            intent: finding?.intent ?? MainIntent(analysis, subject: nil).name,
            citations: outcome?.reply?.sources.map(\.citation) ?? [],
            personalData: analysis.personalData.map { .init(type: $0.type.rawValue, text: $0.text) }, latency: latency)
    }
}

extension LabelledTicket {
    /// Whether intake passes it over: mail that machines wrote or lists sent (RFC 3834, RFC 2919).
    var isAutomaticMail: Bool {
        guard channel == .email else { return false }
        if let submitted = headers["auto-submitted"]?.trimmed.lowercased(), submitted != "no" { return true }
        if headers["return-path"]?.trimmed == "<>" { return true }
        if ["list-id", "list-unsubscribe", "x-auto-response-suppress", "x-autoreply", "x-autorespond"]
            .contains(where: { headers[$0] != nil })
        {
            return true
        }
        let precedence = headers["precedence"]?.trimmed.lowercased()
        return ["bulk", "list", "junk", "auto_reply"].contains(precedence ?? "")
            || (headers["content-type"] ?? "").lowercased().hasPrefix("multipart/report")
    }

    /// The ticket as a claimed conversation with this one message.
    fileprivate func work(at now: Date) -> ClaimedWork {
        let conversation = ID<Conversation>(UUID())
        let customer = Customer(id: ID(UUID()), email: from, phone: nil, name: name, createdAt: now)
        let message = Message(
            id: ID(UUID()), conversation: conversation, seq: 1, channel: channel, direction: .inbound, role: .customer,
            content: message, createdAt: now, deliveryState: .delivered)
        let pending = PendingMessage(
            inbound: ID(UUID()), message: message, subject: subject,
            category: category.flatMap(Ticket.Category.init(rawValue:)), receivedAt: now,
            attachmentCount: attachmentCount)
        return ClaimedWork(
            claim: Claim(
                conversation: conversation, worker: WorkerID(host: "eval", processID: 1, startTicks: 0, nonce: 0),
                epoch: 1, isAlone: false),
            claimedAt: now,
            conversation: Conversation(
                id: conversation, customer: customer.id, initialChannel: channel, startedAt: now, endedAt: nil,
                status: .active, sentiment: nil, resolution: nil, escalatedTo: nil, identity: .claimed),
            customer: customer, ticket: nil, pending: [pending], history: [], session: nil, hasOpenEscalation: false)
    }
}
