/// How a model is asked to answer. What is `nil` is left to the provider.
package struct ModelSettings: Equatable, Sendable {
    package var temperature: Double?
    package var topP: Double?
    package var maxOutputTokens: Int?
    /// Dropped once the agent has used a tool; a forced tool would otherwise be called for ever.
    package var toolChoice: ToolChoice?
    package var parallelToolCalls: Bool?

    package init(
        temperature: Double? = nil, topP: Double? = nil, maxOutputTokens: Int? = nil, toolChoice: ToolChoice? = nil,
        parallelToolCalls: Bool? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.maxOutputTokens = maxOutputTokens
        self.toolChoice = toolChoice
        self.parallelToolCalls = parallelToolCalls
    }
}

package enum ToolChoice: Equatable, Sendable {
    case auto
    case none
    case required
    case tool(String)
}
