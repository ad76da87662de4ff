package import AgentRuntime
import Formats
import FoundationEssentials
import Synchronization
import Telemetry
import TextAnalysis

/// Answers conversations by a workspace's agents: analyses the messages, runs the agents over them and turns what their
/// tools staged into a run's outcome.
///
/// Language models are asked first where there are any; whatever they don't finish, the built-in model answers from the
/// start.
package final class SupportAgent: Responder {
    private let current: Mutex<AnswerKit>
    private let knowledge: @Sendable () -> KnowledgeIndex
    private let settings: SupportAgentSettings

    /// - Parameter knowledge: the current snapshot; asked once a run.
    package init(
        workspace: Workspace, knowledge: @escaping @Sendable () -> KnowledgeIndex,
        settings: SupportAgentSettings = SupportAgentSettings()
    ) {
        current = Mutex(AnswerKit(workspace))
        self.knowledge = knowledge
        self.settings = settings
    }

    package var kit: AnswerKit { current.withLock { $0 } }

    /// Runs that begin from now on answer by this workspace.
    package func use(_ workspace: Workspace) {
        let kit = AnswerKit(workspace)
        current.withLock { $0 = kit }
    }

    package func respond(to work: ClaimedWork, covering batch: [PendingMessage]) async throws -> RunOutcome {
        try await respond(to: work, covering: batch, hooks: nil)
    }

    /// - Parameter hooks: told of the run as it goes, for a terminal that shows tools at work.
    /// - Throws: `SupportAgentError`; `CancellationError` when the task was cancelled; what decoding a session throws;
    ///   what keeping a journal throws.
    package func respond(
        to work: ClaimedWork, covering batch: [PendingMessage], hooks: (any RunHooks)?
    ) async throws -> RunOutcome {
        let interrupted = try await interruptedRun(of: work, batch)
        let job = try AgentJob(
            work, interrupted?.batch ?? batch, kit: kit, index: knowledge(), settings: settings,
            interrupted: interrupted)
        if job.isAutomaticMail { return try job.silentOutcome() }
        guard let language = settings.languageModel, job.isOpen || interrupted != nil else {
            return try job.outcome(of: try await builtIn(job, trace: job.trace, hooks: hooks))
        }
        let run = LanguageRun(job: job, settings: settings, language: language, steps: interrupted?.steps ?? [])
        let result = try await run.run(under: work.claim, hooks: hooks)
        try Task.checkCancellation()
        var outcome =
            Self.hasReplied(result)
            ? try job.outcome(of: result) : try await fallback(from: result, job, hooks: hooks)
        outcome.isJournaled = language.journals != nil
        return outcome
    }

    package func apology(for work: ClaimedWork) async -> (text: String, team: String) {
        let kit = kit
        let channel = work.pending.last?.message.channel ?? work.conversation.initialChannel
        let reference = work.ticket?.reference.text ?? ""
        let decision = kit.policy.escalate(
            reason: EscalationReason.processingError, on: channel, reference: reference, at: settings.now())
        let words = kit.workspace.phrase(
            .apologyAfterFailure, on: channel, language: nil,
            [.team: decision.team.name, .answerTime: decision.answerTime.words, .reference: reference])
        let recipient = Recipient(
            name: work.customer.name, reference: reference,
            ticketURL: work.ticket.flatMap { settings.ticketURL($0.link) })
        let draft = Draft(body: Draft.blocks(ofMarkdown: MarkdownWriter.line(words)))
        return (kit.formatter.format(draft, on: channel, for: recipient).text, decision.team.id)
    }

    // MARK: Runs

    /// A run of these messages that a crash cut off. What a journal holds of others is forgotten.
    private func interruptedRun(of work: ClaimedWork, _ batch: [PendingMessage]) async throws -> InterruptedRun? {
        guard let journals = settings.languageModel?.journals else { return nil }
        let steps = try await journals.steps(under: work.claim)
        guard !steps.isEmpty else { return nil }
        if let run = InterruptedRun(steps, waiting: batch) { return run }
        try await journals.discard(under: work.claim)
        return nil
    }

    /// The built-in model's answer in place of one that did not come. What nobody can be sure of goes to a person.
    private func fallback(
        from result: RunResult<DeskDomain>, _ job: AgentJob, hooks: (any RunHooks)?
    ) async throws -> RunOutcome {
        var job = job
        if case .effectUnverified = result.ending { job = job.escalating(for: EscalationReason.processingError) }
        let answer = try await builtIn(job, trace: result.trace, hooks: hooks)
        return try job.outcome(of: answer, after: result)
    }

    private func builtIn(
        _ job: AgentJob, trace: Trace, hooks: (any RunHooks)?
    ) async throws -> RunResult<DeskDomain> {
        let result = await Runner.run(
            job.builtInAgent(), input: job.input, session: job.session, trace: trace, settings: settings.run,
            hooks: hooks)
        try Task.checkCancellation()
        guard Self.hasReplied(result) else { throw SupportAgentError.runFailed(ending: result.ending.label) }
        return result
    }

    private static func hasReplied(_ result: RunResult<DeskDomain>) -> Bool {
        if case .stoppedAfter = result.ending { true } else { false }
    }
}

/// Why there is no answer. The messages are tried again.
package enum SupportAgentError: Error, Equatable {
    /// The built-in model came to no reply; the ending is a word of `RunEnding.label`.
    case runFailed(ending: String)
    /// There was nothing to answer.
    case nothingPending
}

extension SupportAgentError: LoggableError {
    package var logText: String { "\(self)" }
}

extension RunEnding {
    /// The guardrail that tripped, or the kind of what went wrong.
    var detail: String? {
        switch self {
        case .guardrailTripped(let trip): trip.guardrail
        case .guardrailFailed(let failure): failure.guardrail
        case .modelFailed(let error): (error as? any ModelTrouble)?.kind ?? String(describing: type(of: error))
        default: nil
        }
    }
}
