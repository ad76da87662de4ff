package import AgentRuntime

/// Which model is asked, and how.
package struct OpenAIModelOptions: Equatable, Sendable {
    /// The model's id at its server.
    package var model: String
    package var wire: ModelWire
    /// For what a request leaves open.
    package var defaults = ModelSettings()
    package var prices: ModelPrices?
    /// Chat: asks for usage at a stream's end (`stream_options.include_usage`). Off for servers that refuse the member.
    package var streamsUsage = true
    /// Chat: the member that bounds an answer; older and compatible servers know `max_tokens`, newer models at OpenAI
    /// only `max_completion_tokens`.
    package var maxTokensMember = MaxTokensMember.maxTokens
    /// Whether `tool_choice` may be `required`. Off for servers that refuse the word: `auto` is sent instead, and the
    /// model may just talk.
    package var knowsRequiredTools = true
    /// Chat: tool calls without a text beside them have the content `null`, as OpenAI's own client writes it. Some
    /// compatible servers refuse the null and want a text, if an empty one.
    package var writesNullContent = true
    /// Of an answer's text, refusals, arguments and reasoning together, in bytes.
    package var maxOutputBytes = 2 << 20

    package init(model: String, wire: ModelWire) {
        self.model = model
        self.wire = wire
    }

    package enum MaxTokensMember: String, Sendable {
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }
}
