import AgentRuntime
import Formats
import Foundation
import SupportDesk
import TextAnalysis

/// A desk without a database: one conversation, answered turn by turn.
struct Desk {
    /// Wednesday noon, while everybody works.
    static let noon = Date(timeIntervalSince1970: 1_741_176_000)

    let agent: SupportAgent
    let channel: Channel
    private let conversation = ID<Conversation>(UUID())
    private let customer: Customer
    private let identity: IdentityProof
    private(set) var history: [Message] = []
    private(set) var ticket: Ticket?
    private(set) var session: String?
    private(set) var hasOpenEscalation = false

    init(
        _ channel: Channel = .webForm, company: Workspace, identity: IdentityProof = .claimed,
        settings: SupportAgentSettings = Desk.settings,
        model: (any Model)? = nil
    ) {
        var settings = settings
        if let model { settings.languageModel = LanguageModelSettings(model: { _ in model }) }
        let index = KnowledgeIndex(company.passages, terms: TextAnalyzer(company.textAnalysis).terms)
        agent = SupportAgent(workspace: company, knowledge: { index }, settings: settings)
        self.channel = channel
        self.identity = identity
        customer = Customer(
            id: ID(UUID()), email: "ada@example.com", phone: nil, name: "Ada Byron", createdAt: Self.noon)
    }

    static var settings: SupportAgentSettings {
        var settings = SupportAgentSettings()
        settings.now = { noon }
        return settings
    }

    /// Work with these messages pending, as the queue would hand it out.
    func work(_ texts: [String], subject: String? = nil) -> ClaimedWork {
        let pending = texts.enumerated().map { place, text in
            PendingMessage(
                inbound: ID(UUID()), message: message(text, .customer, seq: history.count + place + 1),
                subject: subject,
                category: nil, receivedAt: Self.noon)
        }
        return ClaimedWork(
            claim: Claim(
                conversation: conversation, worker: WorkerID(host: "desk", processID: 1, startTicks: 1, nonce: 1),
                epoch: 1,
                isAlone: false),
            claimedAt: Self.noon,
            conversation: Conversation(
                id: conversation, customer: customer.id, initialChannel: channel, startedAt: Self.noon, endedAt: nil,
                status: .active, sentiment: nil, resolution: nil, escalatedTo: nil, identity: identity),
            customer: customer, ticket: ticket, pending: pending, history: history, session: session,
            hasOpenEscalation: hasOpenEscalation)
    }

    /// Answers messages that wait together, and keeps what the commit would keep.
    mutating func ask(_ texts: String..., subject: String? = nil) async throws -> RunOutcome {
        let work = work(texts, subject: subject)
        let outcome = try await agent.respond(to: work, covering: work.pending)
        history += work.pending.map(\.message)
        if let reply = outcome.reply { history.append(message(reply.content, .agent, seq: history.count + 1)) }
        session = outcome.session
        if outcome.escalation != nil { hasOpenEscalation = true }
        if let request = outcome.ticket {
            ticket = Ticket(
                id: request.id, link: request.link, reference: request.reference ?? TicketReference(stored: "T-1"),
                conversation: conversation, customer: customer.id, channel: channel, subject: request.subject,
                category: request.category, priority: request.priority, status: .open, waitingOn: .customer,
                holder: nil,
                createdAt: Self.noon, updatedAt: Self.noon, resolvedAt: nil)
        }
        return outcome
    }

    private func message(_ text: String, _ role: Message.Role, seq: Int) -> Message {
        Message(
            id: ID(UUID()), conversation: conversation, seq: seq, channel: channel,
            direction: role == .customer ? .inbound : .outbound, role: role, content: text, createdAt: Self.noon,
            deliveryState: .delivered)
    }
}
