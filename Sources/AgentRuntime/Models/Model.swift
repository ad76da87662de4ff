package import Formats

/// Whatever can take the next turn of a conversation: a language model behind HTTP, one computed in process, a chain of
/// both, or a script.
package protocol Model: Sendable {
    /// As traces and receipts name it.
    var name: String { get }

    /// The most that an answer to this request can use. A run with a budget reserves it before it asks.
    func estimate(_ request: ModelRequest) -> Usage

    /// Answers with text, tool calls or both. Cancelled at the request's deadline and with the run; it has to stop then.
    ///
    /// - Parameter deliver: takes the answer's parts as they come, and is waited for; `nil` when nobody looks. What was
    ///   delivered can't be taken back, so a model that has begun to deliver doesn't begin again.
    /// - Throws: anything; the run ends with `RunEnding.modelFailed` and this error. Retries are the model's own affair.
    func respond(to request: ModelRequest, delivering deliver: ModelEventSink?) async throws -> ModelResponse
}

extension Model {
    /// Four bytes make a token, and an answer is as long as the settings allow or 4,096 tokens.
    package func estimate(_ request: ModelRequest) -> Usage {
        Usage(
            requests: 1, inputTokens: request.byteCount / 4,
            outputTokens: request.settings.maxOutputTokens ?? 4_096)
    }
}

extension Model {
    /// Answers when nobody looks.
    package func respond(to request: ModelRequest) async throws -> ModelResponse {
        try await respond(to: request, delivering: nil)
    }
}

package typealias ModelEventSink = @Sendable (ModelEvent) async -> Void

/// A part of an answer on its way.
package enum ModelEvent: Equatable, Sendable {
    /// The model has begun to answer.
    case began
    case text(String)
    case refusal(String)
    /// A piece of the arguments of the response's call of this number.
    case arguments(call: Int, String)
    case reasoning
}

package struct ModelRequest: Sendable {
    package let instructions: String
    /// History, new messages, and what this run added, oldest first.
    package let items: [Item]
    package let tools: [ToolDefinition]
    package let settings: ModelSettings
    /// What the answer has to be, if it isn't text.
    package let output: OutputFormat?
    /// The run's conversation, by the host's id; budgets are kept for it. Not to be sent to anybody as it is.
    package let groupID: String
    /// When the run gives up waiting. A chain of models divides what is left.
    package let deadline: ContinuousClock.Instant

    package init(
        instructions: String, items: [Item], tools: [ToolDefinition] = [], settings: ModelSettings = ModelSettings(),
        output: OutputFormat? = nil, groupID: String = "", deadline: ContinuousClock.Instant
    ) {
        self.instructions = instructions
        self.items = items
        self.tools = tools
        self.settings = settings
        self.output = output
        self.groupID = groupID
        self.deadline = deadline
    }

    /// Of all that is said to the model, without the form in which it is sent.
    package var byteCount: Int {
        items.reduce(instructions.utf8.count) { $0 + $1.byteCount }
            + tools.reduce(0) { $0 + $1.byteCount } + (output?.byteCount ?? 0)
    }
}

/// The form of an answer that isn't plain text.
package struct OutputFormat: Equatable, Sendable {
    /// 1 to 64 of the characters A-Z, a-z, 0-9, `_` and `-`.
    package let name: String
    /// A JSON schema in the strict form.
    package let schema: JSONValue
    let byteCount: Int

    package init(name: String = "final_output", schema: JSONValue) {
        self.name = name
        self.schema = schema
        byteCount = schema.text.utf8.count
    }
}

package struct ModelResponse: Equatable, Sendable {
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
    case message(AssistantMessage)
    case toolCall(ToolCall)
    /// The model declines. Never shown as an answer.
    case refusal(String)
    case reasoning(JSONValue)
}

extension ModelOutput {
    package static func text(_ text: String) -> ModelOutput { .message(AssistantMessage(text)) }
}

/// What a model answers that no run can go on with.
package enum ModelFault: ModelTrouble, Equatable {
    /// Neither text nor a tool call.
    case emptyResponse
    /// The answer isn't of the form that was asked for. The problem names no word of it.
    case invalidOutput(problem: String)

    package var kind: String {
        switch self {
        case .emptyResponse: "empty_answer"
        case .invalidOutput: "invalid_output"
        }
    }
}

/// An error of a model whose kind may be counted and told.
package protocol ModelTrouble: Error {
    /// A word from a fixed set.
    var kind: String { get }
}
