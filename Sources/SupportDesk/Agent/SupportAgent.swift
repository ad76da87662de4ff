package import AgentRuntime
import Synchronization

/// Answers conversations by a workspace's agent: analyses the messages, runs the agent over them and turns what its tools
/// staged into a run's outcome.
package final class SupportAgent: Responder {
    private let kits: Mutex<AnswerKit>
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
        kits = Mutex(AnswerKit(workspace))
        self.knowledge = knowledge
        self.models = models
        self.settings = settings
    }

    package var kit: AnswerKit { kits.withLock { $0 } }

    /// Runs that begin from now on answer by this workspace.
    package func use(_ workspace: Workspace) {
        let kit = AnswerKit(workspace)
        kits.withLock { $0 = kit }
    }

    package func respond(to work: ClaimedWork, covering batch: [PendingMessage]) async throws -> RunOutcome {
        try await respond(to: work, covering: batch, hooks: nil)
    }

    /// - Parameter hooks: told of the run as it goes, for a terminal that shows tools at work.
    /// - Throws: `SupportAgentError`; `CancellationError` when the task was cancelled; what decoding a session throws.
    package func respond(
        to work: ClaimedWork, covering batch: [PendingMessage], hooks: (any RunHooks)?
    ) async throws -> RunOutcome {
        throw SupportAgentError.runFailed(ending: "not_run")
    }

    package func apology(for work: ClaimedWork) async -> (text: String, team: String) { ("", "") }
}

/// Why there is no answer. The messages are tried again.
package enum SupportAgentError: Error, Equatable {
    /// Neither the chosen model nor the built-in one came to a reply; the ending is a word of `RunEnding.label`.
    case runFailed(ending: String)
    /// There was nothing to answer.
    case nothingPending
}
