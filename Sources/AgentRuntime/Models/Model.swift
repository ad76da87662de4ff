package import Formats

/// Whatever can take the next turn of a conversation: a language model behind HTTP, one computed in process, a chain of
/// both, or a script.
package protocol Model: Sendable {
    /// As traces and receipts name it.
    var name: String { get }

    /// Answers with text, tool calls or both. Cancelled at the request's deadline and with the run; it has to stop then.
    ///
    /// - Throws: anything; the run ends with `RunEnding.modelFailed` and this error. Retries are the model's own affair.
    func respond(to request: ModelRequest) async throws -> ModelResponse
}

package struct ModelRequest: Sendable {
    package let instructions: String
    /// History, new messages, and what this run added, oldest first.
    package let items: [Item]
    package let tools: [ToolDefinition]
    package let settings: ModelSettings
    /// When the run gives up waiting. A chain of models divides what is left.
    package let deadline: ContinuousClock.Instant

    package init(
        instructions: String, items: [Item], tools: [ToolDefinition], settings: ModelSettings,
        deadline: ContinuousClock.Instant
    ) {
        self.instructions = instructions
        self.items = items
        self.tools = tools
        self.settings = settings
        self.deadline = deadline
    }
}

package struct ModelResponse: Sendable {
    /// The provider's id, if it has one.
    package let id: String?
    package let output: [ModelOutput]
    package let usage: Usage
    /// What the model wants remembered about its answer (which model of a chain, confidence, …), for trace and receipt.
    package let metadata: JSONObject

    package init(
        id: String? = nil, output: [ModelOutput], usage: Usage = Usage(requests: 1), metadata: JSONObject = [:]
    ) {
        self.id = id
        self.output = output
        self.usage = usage
        self.metadata = metadata
    }
}

package enum ModelOutput: Equatable, Sendable {
    case message(String)
    case toolCall(ToolCall)
}

/// Requests that were answered, and their tokens.
package struct Usage: Equatable, Sendable {
    package var requests: Int
    package var inputTokens: Int
    package var outputTokens: Int

    package init(requests: Int = 0, inputTokens: Int = 0, outputTokens: Int = 0) {
        self.requests = requests
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    package static func += (total: inout Usage, more: Usage) {
        total.requests += more.requests
        total.inputTokens += more.inputTokens
        total.outputTokens += more.outputTokens
    }
}

/// What a model answers that no run can go on with.
package enum ModelFault: Error, Equatable {
    /// Neither text nor a tool call.
    case emptyResponse
}
