import AgentRuntime
import Formats
import FoundationEssentials
import TextAnalysis

/// One answer from claimed work to its outcome: what is known before the run, and what becomes of its result.
struct AgentJob: Sendable {
    private(set) var brief: RunBrief
    let session: Session<DeskDomain>
    /// Begun with the span of the analysis.
    let trace: Trace
    let input: [InputMessage]
    private let settings: SupportAgentSettings
    private let masker: PersonalDataMasker
    private let started: ContinuousClock.Instant

    /// - Parameter interrupted: the run that is gone on with, if there is one; its messages are `batch`.
    /// - Throws: `SupportAgentError.nothingPending`; what decoding the stored session throws.
    init(
        _ work: ClaimedWork, _ batch: [PendingMessage], kit: AnswerKit, index: KnowledgeIndex,
        settings: SupportAgentSettings, interrupted: InterruptedRun? = nil
    ) throws {
        guard let newest = batch.last else { throw SupportAgentError.nothingPending }
        self.settings = settings
        let clock = settings.run.clock
        started = clock.now
        let now = settings.now()
        var session = try Self.session(of: work, newest)
        var context = session.context

        // Tokens keep their meaning over a conversation because earlier messages are read first.
        var masker = PersonalDataMasker()
        for message in work.history where message.role == .customer { _ = masker.mask(message.content) }
        let messages = batch.enumerated().map { number, pending in
            ReadMessage(pending, isFirst: number == 0 && context.turnCount == 0, kit.analyzer, &masker)
        }
        self.masker = masker

        context.update(by: messages, work, kit.workspace)
        let ticket = interrupted?.ticket ?? Self.ticket(of: work, newest, kit, settings)
        let category = newest.category ?? work.ticket?.category
        let demand = RunBrief.decision(
            of: messages, context, kit, category: category, reference: ticket.reference, at: now)
        session.context = context
        self.session = session
        brief = RunBrief(
            kit: kit, index: index, now: now, messages: messages, context: context, history: work.history,
            hasOpenEscalation: work.hasOpenEscalation, ticket: ticket, isNewTicket: work.ticket == nil,
            category: category, demand: demand)
        input = messages.map {
            InputMessage(id: $0.pending.inbound.description, text: $0.maskedText.isEmpty ? " " : $0.maskedText)
        }
        var trace = Trace(
            groupID: work.conversation.id.description, startedAt: now, origin: started, random: settings.random)
        trace.record(
            .custom, "analysis", from: started, to: clock.now, attributes: Self.attributes(of: messages, demand))
        self.trace = trace
    }

    /// Mail that a machine wrote is answered by nobody, or two machines would answer each other for ever.
    var isAutomaticMail: Bool {
        brief.channel == .email && brief.demand == nil
            && brief.messages.allSatisfy { $0.analysis.speechAct == .automaticReply }
    }

    /// Whether a language model is asked at all. What the rules decide, the built-in model carries out.
    var isOpen: Bool { brief.demand == nil }

    /// The same work, to be given to a person.
    func escalating(for reason: String) -> AgentJob {
        var job = self
        job.brief.demand = brief.kit.policy.escalate(
            reason: reason, on: brief.channel, language: brief.language, reference: brief.ticket.reference,
            at: brief.now)
        return job
    }

    /// The built-in model as an agent of the desk.
    func builtInAgent() -> Agent<DeskDomain> {
        let profile = brief.workspace.entryAgent
        let tools = DeskTools(brief: brief, settings: settings, author: .builtIn)
        do {
            return try Agent(
                name: profile.name, instructions: .text(""), model: GroundedModel(brief),
                tools: tools.all, toolUse: .stopAfter([DeskTools.sendResponseName]), maxTurns: 8)
        } catch {
            preconditionFailure("The desk's tools have wrong names: \(error)")
        }
    }

    // MARK: The outcome

    /// - Parameter earlier: what a language model made of the same messages before the built-in one answered.
    /// - Throws: what encoding the context throws.
    func outcome(
        of result: RunResult<DeskDomain>, after earlier: RunResult<DeskDomain>? = nil
    ) throws -> RunOutcome {
        var session = session
        session.record(input, result, keeping: settings.history)
        session.context.turnCount += 1
        session.context.run = RunProgress()
        let latency = settings.run.clock.now - started
        var outcome = try outcome(session, trace: result.trace, latency: latency)
        outcome.toolCalls = result.toolCalls.map(\.name)
        outcome.fallback = earlier.map { Fallback(ending: $0.ending.label, detail: $0.ending.detail) }
        var usage = result.usage
        if let earlier { usage += earlier.usage }
        outcome.modelCostMicroUSD = usage.costMicroUSD
        for effect in result.effects {
            switch effect {
            case .ticket(let request): outcome.ticket = request
            case .escalation(let escalation): outcome.escalation = escalation
            case .reply(let reply):
                let receipt = Receipt(brief, result, reply, after: earlier, latency: latency)
                outcome.reply = Reply(
                    channel: reply.channel, content: reply.content, sources: reply.sources, receipt: receipt.json,
                    tokensUsed: usage.totalTokens, waitsOn: reply.waitsOn)
            }
        }
        return outcome
    }

    /// Nothing is said; the message is done.
    func silentOutcome() throws -> RunOutcome {
        var session = session
        session.items += input.map { Item.user($0.text) }
        var outcome = try outcome(session, trace: trace, latency: settings.run.clock.now - started)
        if brief.isNewTicket {
            outcome.ticket = TicketRequest(
                id: brief.ticket.id, link: brief.ticket.link, subject: brief.ticket.subject, category: brief.category,
                priority: .low, reference: TicketReference(stored: brief.ticket.reference))
        }
        return outcome
    }

    private func outcome(_ session: Session<DeskDomain>, trace: Trace, latency: Duration) throws -> RunOutcome {
        RunOutcome(
            covered: brief.messages.map(\.pending.inbound), findings: brief.messages.map(\.findings), reply: nil,
            ticket: nil, escalation: nil, session: try session.jsonText(),
            trace: TraceRecord(
                traceID: trace.id.hex, startedAt: trace.startedAt, duration: latency, spans: masked(trace)),
            latency: latency, toolCalls: [])
    }

    private func masked(_ trace: Trace) -> JSONValue {
        trace.json { text in
            var masker = masker
            return masker.mask(text)
        }
    }

    // MARK: Before the run

    private static func session(of work: ClaimedWork, _ newest: PendingMessage) throws -> Session<DeskDomain> {
        if let stored = work.session { return try Session<DeskDomain>(json: JSONValue(parsing: stored)) }
        return Session(
            context: DeskContext(
                customer: work.customer.id, customerName: work.customer.name, conversation: work.conversation.id,
                identity: work.conversation.identity, channel: newest.message.channel))
    }

    private static func ticket(
        of work: ClaimedWork, _ newest: PendingMessage, _ kit: AnswerKit, _ settings: SupportAgentSettings
    ) -> KnownTicket {
        if let ticket = work.ticket {
            return KnownTicket(
                id: ticket.id, link: ticket.link, reference: ticket.reference.text, subject: ticket.subject)
        }
        let reference = TicketReference(prefix: kit.workspace.ticketReferencePrefix, random: settings.random())
        return KnownTicket(
            id: ID(settings.makeID()), link: TicketLink(UUID.random(settings.random)), reference: reference.text,
            subject: TicketSubject(newest).text)
    }

    private static func attributes(of messages: [ReadMessage], _ demand: EscalationDecision?) -> JSONObject {
        var attributes = JSONObject()
        attributes["messages"] = .array(
            messages.map { message in
                let analysis = message.analysis
                return [
                    "act": .string(analysis.speechAct.rawValue), "sentiment": .number(analysis.sentiment.score),
                    "intents": .array(analysis.intents.prefix(6).map { .string($0.intent.rawValue) }),
                    "personal_data": .array(
                        Set(analysis.personalData.map(\.type.rawValue)).sorted().map { .string($0) }),
                ]
            })
        if let demand {
            attributes["rule"] = .string(demand.rule ?? "")
            attributes["reason"] = .string(demand.reason)
        }
        return attributes
    }
}

extension UUID {
    /// Version 4 (RFC 9562, section 5.4) of these random bits.
    fileprivate static func random(_ bits: () -> UInt64) -> UUID {
        var bytes = withUnsafeBytes(of: (bits(), bits())) { Array($0) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

/// What a ticket is called when its message has no subject: the first words of it.
struct TicketSubject {
    static let longest = 120

    let text: String

    init(_ pending: PendingMessage) {
        let subject = pending.subject?.trimmed ?? ""
        let source = subject.isEmpty ? pending.message.content.trimmed : subject
        var masker = PersonalDataMasker()
        let line = masker.mask(source.split(whereSeparator: \.isNewline).first.map { String($0).trimmed } ?? "")
        text =
            line.isEmpty
            ? "Message by \(pending.message.channel.displayName)"
            : line.count > Self.longest ? line.prefix(Self.longest - 1) + "…" : line
    }
}

extension ReadMessage {
    var findings: MessageFindings {
        MessageFindings(
            message: pending.message.id, sentiment: analysis.sentiment.score, confidence: analysis.sentiment.confidence,
            intent: mainIntent, topics: analysis.topics)
    }

    /// The one word for what the message wants.
    var mainIntent: String { MainIntent(analysis, subject: subject).name }
}

extension DeskContext {
    /// Takes in the messages that the run answers.
    fileprivate mutating func update(by messages: [ReadMessage], _ work: ClaimedWork, _ workspace: Workspace) {
        run = RunProgress()
        customer = work.customer.id
        customerName = work.customer.name
        identity = work.conversation.identity
        for message in messages {
            channel = message.pending.message.channel
            sentiments.append(message.analysis.sentiment.score)
            if let detected = message.analysis.language, detected.isReliable { language = detected.code }
            if message.analysis.abuse.isAbusive { flags.insert(.abuse) }
            if message.analysis.hit(.promptInjection, atLeast: 0.7) != nil { flags.insert(.promptInjection) }
            for span in message.analysis.personalData {
                flags.insert(span.type == .paymentCard ? .paymentCard : .personalData)
            }
        }
        sentiments = Array(sentiments.suffix(20))
        if work.ticket == nil { ticket = nil }
    }
}
