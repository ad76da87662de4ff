/// How a model is asked to answer. What is `nil` is left to the provider.
package struct ModelSettings: Equatable, Sendable {
    package var temperature: Double?
    package var topP: Double?
    /// At least 16, or providers refuse it.
    package var maxOutputTokens: Int?
    /// Dropped once the agent has used a tool, unless it keeps it; a forced tool would otherwise be called for ever.
    package var toolChoice: ToolChoice?
    /// Sent only with tools.
    package var parallelToolCalls: Bool?
    /// `none`, `minimal`, `low`, `medium`, `high` or what else the provider knows.
    package var reasoningEffort: String?
    /// Whether the provider keeps request and answer. Customers' words are none of its business: say false.
    package var store: Bool?

    package init(
        temperature: Double? = nil, topP: Double? = nil, maxOutputTokens: Int? = nil, toolChoice: ToolChoice? = nil,
        parallelToolCalls: Bool? = nil, reasoningEffort: String? = nil, store: Bool? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.maxOutputTokens = maxOutputTokens
        self.toolChoice = toolChoice
        self.parallelToolCalls = parallelToolCalls
        self.reasoningEffort = reasoningEffort
        self.store = store
    }
}

package enum ToolChoice: Equatable, Sendable {
    case auto
    case none
    case required
    case tool(String)
}
