/// A program that answers using a model and tools.
package struct Agent<D: Domain>: Sendable {
    package let name: String
    /// What another agent is told of this one before it hands over; may be empty.
    package let handoffDescription: String
    package let instructions: Instructions<D.Context>
    package let model: any Model
    package let modelSettings: ModelSettings
    package let tools: [Tool<D>]
    /// To whom it may hand over, in the order in which they are offered, after the tools.
    package let handoffs: [Handoff<D>]
    /// Checked when the run begins with this agent, and only then.
    package let inputGuardrails: [InputGuardrail<D>]
    /// Checked when this agent gives the run's final output.
    package let outputGuardrails: [OutputGuardrail<D>]
    /// What its final output has to be; `nil` for text.
    package let output: OutputSchema?
    package let toolUse: ToolUse
    /// Whether a forced choice of tools holds only until the agent has used one. Without, it goes on calling until a tool
    /// ends the run.
    package let resetsToolChoice: Bool
    /// Overrides the run's own limit of model calls, counted over all agents, while this agent works.
    package let maxTurns: Int?
    /// Told of what this agent does, after the run's own hooks.
    package let hooks: (any RunHooks)?

    private let toolIndex: [String: Int]
    private let handoffIndex: [String: Int]

    /// - Throws: `AgentError` when tools can't be told apart or a name would be refused by model providers. Names may
    ///   come from a workspace's files or a remote server, so this is data, not a mistake in the program.
    package init(
        name: String,
        handoffDescription: String = "",
        instructions: Instructions<D.Context>,
        model: any Model,
        modelSettings: ModelSettings = ModelSettings(),
        tools: [Tool<D>] = [],
        handoffs: [Handoff<D>] = [],
        inputGuardrails: [InputGuardrail<D>] = [],
        outputGuardrails: [OutputGuardrail<D>] = [],
        output: OutputSchema? = nil,
        toolUse: ToolUse = .runAgain,
        resetsToolChoice: Bool = true,
        maxTurns: Int? = nil,
        hooks: (any RunHooks)? = nil
    ) throws(AgentError) {
        toolIndex = try Self.index(tools.map { $0.definition.name })
        handoffIndex = try Self.index(handoffs.map { $0.toolName })
        if let double = handoffs.first(where: { [toolIndex] in toolIndex[$0.toolName] != nil }) {
            throw .duplicateTool(double.toolName)
        }
        if case .stopAfter(let names) = toolUse,
            let unknown = names.first(where: { [toolIndex] in toolIndex[$0] == nil })
        {
            throw .unknownTool(unknown)
        }
        self.name = name
        self.handoffDescription = handoffDescription
        self.instructions = instructions
        self.model = model
        self.modelSettings = modelSettings
        self.tools = tools
        self.handoffs = handoffs
        self.inputGuardrails = inputGuardrails
        self.outputGuardrails = outputGuardrails
        self.output = output
        self.toolUse = toolUse
        self.resetsToolChoice = resetsToolChoice
        self.maxTurns = maxTurns
        self.hooks = hooks
    }

    func tool(named name: String) -> Tool<D>? { toolIndex[name].map { tools[$0] } }
    func handoff(named name: String) -> Handoff<D>? { handoffIndex[name].map { handoffs[$0] } }

    private static func index(_ names: [String]) throws(AgentError) -> [String: Int] {
        var index: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            guard ToolDefinition.isValidName(name) else { throw .invalidToolName(name) }
            guard index.updateValue(position, forKey: name) == nil else { throw .duplicateTool(name) }
        }
        return index
    }
}

/// The text that tells an agent what to do.
package enum Instructions<Context: Sendable>: Sendable {
    case text(String)
    /// Asked before every model call, so it sees what tools changed.
    case from(@Sendable (Context) -> String)

    func text(for context: Context) -> String {
        switch self {
        case .text(let text): text
        case .from(let make): make(context)
        }
    }
}

/// What follows when the tools of a turn have answered.
package enum ToolUse: Equatable, Sendable {
    /// The model is called again with their outputs.
    case runAgain
    /// The run ends once one of these tools succeeded; the other calls of that turn are still carried out. A failed
    /// call goes back to the model, which may try again.
    case stopAfter(Set<String>)
}

/// Why agents can't be made of these parts.
package enum AgentError: Error, Equatable {
    /// Names are 1 to 64 of the characters A-Z, a-z, 0-9, `_` and `-`.
    case invalidToolName(String)
    case duplicateTool(String)
    /// `stopAfter` names a tool that the agent hasn't got.
    case unknownTool(String)
    /// Agents of one team are told apart by their names.
    case duplicateAgent(String)
    /// A hand-off, or the start of a run, names an agent that is not in the team.
    case unknownAgent(String)
    /// A team needs somebody to begin.
    case emptyTeam
}
