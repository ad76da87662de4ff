import AgentRuntime
import Formats
import FoundationEssentials

/// One run of the workspace's agents on language models.
struct LanguageRun: Sendable {
    let job: AgentJob
    let settings: SupportAgentSettings
    let language: LanguageModelSettings
    /// What the journal has of it, when it was begun before.
    let steps: [JournalEntry<DeskDomain>]

    /// - Throws: what keeps the run from being written down, above all `ClaimLost`; `AgentError` for agents that don't
    ///   fit together.
    func run(under claim: Claim, hooks: (any RunHooks)?) async throws -> RunResult<DeskDomain> {
        let brief = job.brief
        var run = settings.run
        run.timeLimit = language.clock(of: brief.channel)
        run.budget = language.budget
        run.maxTurns = brief.workspace.entryAgent.maxTurns
        let crew = DeskCrew(brief: brief, settings: settings, language: language)
        let journal = language.journals.map { DeskJournal(journals: $0, claim: claim) }
        let result = await Runner.run(
            try crew.team(), input: job.input.map(Self.marked), session: session, trace: trace, settings: run,
            hooks: hooks, journal: journal, resuming: steps)
        if case .journalFailed(let error) = result.ending { throw error }
        return result
    }

    private var trace: Trace {
        guard case .started(let start)? = steps.first else { return job.trace }
        var trace = Trace(
            resuming: start, groupID: job.trace.groupID, at: settings.now(), clock: settings.run.clock,
            random: settings.random)
        trace.add(job.trace)
        return trace
    }

    /// As it is kept, with the customer's earlier words marked too.
    private var session: Session<DeskDomain> {
        var session = job.session
        session.items = session.items.map { item in
            if case .user(let text) = item { .user(CustomerWords.marked(text)) } else { item }
        }
        return session
    }

    /// The customer's words, marked as such.
    private static func marked(_ message: InputMessage) -> InputMessage {
        InputMessage(id: message.id, text: CustomerWords.marked(message.text))
    }
}

/// Keeps a run's steps under its conversation's claim.
struct DeskJournal: RunJournal {
    typealias D = DeskDomain

    let journals: any RunJournals
    let claim: Claim

    func append(_ entries: [JournalEntry<DeskDomain>]) async throws {
        try await journals.append(try entries.map { try $0.json() }, under: claim)
    }
}

/// A run of language models that a crash cut off, as its journal tells.
struct InterruptedRun: Sendable {
    let steps: [JournalEntry<DeskDomain>]
    /// The messages that it answers: those that had come when it began.
    let batch: [PendingMessage]
    /// The ticket that it knows, if it has come so far.
    let ticket: KnownTicket?

    /// - Returns: `nil` when there is none, or when it was about other messages than those that wait.
    init?(_ journal: [JSONValue], waiting batch: [PendingMessage]) {
        let steps = journal.compactMap { try? JournalEntry<DeskDomain>(json: $0) }
        guard steps.count == journal.count, case .started(let start)? = steps.first else { return nil }
        let messages = batch.prefix(start.input.count)
        guard messages.map(\.inbound.description) == start.input.map(\.id) else { return nil }
        self.steps = steps
        self.batch = Array(messages)
        ticket =
            steps.lazy.compactMap { step -> KnownTicket? in
                if case .finished(let call) = step { call.context?.ticket } else { nil }
            }.first
    }
}
