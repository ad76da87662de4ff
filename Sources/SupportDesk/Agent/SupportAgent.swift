package import AgentRuntime
import Formats
import FoundationEssentials
import Synchronization
import Telemetry
import TextAnalysis

/// Answers conversations by a workspace's agent: analyses the messages, runs the agent over them and turns what its tools
/// staged into a run's outcome.
package final class SupportAgent: Responder {
    private let current: Mutex<AnswerKit>
    private let knowledge: @Sendable () -> KnowledgeIndex
    private let models: @Sendable (GroundedModel) -> any Model
    private let settings: SupportAgentSettings

    /// - Parameters:
    ///   - knowledge: the current snapshot; asked once a run.
    ///   - models: puts the model of a run together. It is given the built-in model, made for this very run, and answers
    ///     with that or with a chain that ends in it.
    package init(
        workspace: Workspace, knowledge: @escaping @Sendable () -> KnowledgeIndex,
        settings: SupportAgentSettings = SupportAgentSettings(),
        models: @escaping @Sendable (GroundedModel) -> any Model = { $0 }
    ) {
        current = Mutex(AnswerKit(workspace))
        self.knowledge = knowledge
        self.models = models
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
    /// - Throws: `SupportAgentError`; `CancellationError` when the task was cancelled; what decoding a session throws.
    package func respond(
        to work: ClaimedWork, covering batch: [PendingMessage], hooks: (any RunHooks)?
    ) async throws -> RunOutcome {
        let job = try AgentJob(work, batch, kit: kit, index: knowledge(), settings: settings)
        if job.isAutomaticMail { return try job.silentOutcome() }
        let grounded = GroundedModel(job.brief)
        let model = models(grounded)
        var result = await run(model, job, trace: job.trace, hooks: hooks)
        if !Self.hasReplied(result), !Task.isCancelled, !(model is GroundedModel) {
            // Whatever the chosen model did not finish, the built-in one answers from the start.
            result = await run(grounded, job, trace: result.trace, hooks: hooks)
        }
        try Task.checkCancellation()
        guard Self.hasReplied(result) else { throw SupportAgentError.runFailed(ending: result.ending.label) }
        return try job.outcome(of: result)
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

    private func run(
        _ model: any Model, _ job: AgentJob, trace: Trace, hooks: (any RunHooks)?
    ) async -> RunResult<DeskDomain> {
        await Runner.run(
            job.agent(model), input: job.input, session: job.session, trace: trace, settings: settings.run, hooks: hooks
        )
    }

    private static func hasReplied(_ result: RunResult<DeskDomain>) -> Bool {
        if case .stoppedAfter = result.ending { true } else { false }
    }
}

/// Why there is no answer. The messages are tried again.
package enum SupportAgentError: Error, Equatable {
    /// Neither the chosen model nor the built-in one came to a reply; the ending is a word of `RunEnding.label`.
    case runFailed(ending: String)
    /// There was nothing to answer.
    case nothingPending
}

extension SupportAgentError: LoggableError {
    package var logText: String { "\(self)" }
}
