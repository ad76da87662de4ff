/// A program that answers using a model and tools.
package struct Agent<D: Domain>: Sendable {
    package let name: String
    package let instructions: Instructions<D.Context>
    package let model: any Model
    package let modelSettings: ModelSettings
    package let tools: [Tool<D>]
    package let toolUse: ToolUse
    /// Overrides the run's own limit of model calls.
    package let maxTurns: Int?

    /// The tools as the model sees them, in declared order.
    let toolDefinitions: [ToolDefinition]
    private let toolIndex: [String: Int]

    /// - Throws: `AgentError` when tools can't be told apart or a name would be refused by model providers. Names may
    ///   come from a workspace's files or a remote server, so this is data, not a mistake in the program.
    package init(
        name: String,
        instructions: Instructions<D.Context>,
        model: any Model,
        modelSettings: ModelSettings = ModelSettings(),
        tools: [Tool<D>] = [],
        toolUse: ToolUse = .runAgain,
        maxTurns: Int? = nil
    ) throws(AgentError) {
        var toolIndex: [String: Int] = [:]
        for (index, tool) in tools.enumerated() {
            let name = tool.definition.name
            guard ToolDefinition.isValidName(name) else { throw .invalidToolName(name) }
            guard toolIndex.updateValue(index, forKey: name) == nil else { throw .duplicateTool(name) }
        }
        if case .stopAfter(let names) = toolUse, let unknown = names.first(where: { toolIndex[$0] == nil }) {
            throw .unknownTool(unknown)
        }
        self.name = name
        self.instructions = instructions
        self.model = model
        self.modelSettings = modelSettings
        self.tools = tools
        self.toolUse = toolUse
        self.maxTurns = maxTurns
        self.toolDefinitions = tools.map(\.definition)
        self.toolIndex = toolIndex
    }

    func tool(named name: String) -> Tool<D>? { toolIndex[name].map { tools[$0] } }
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

/// Why an agent can't be made of these tools.
package enum AgentError: Error, Equatable {
    /// Names are 1 to 64 of the characters A-Z, a-z, 0-9, `_` and `-`.
    case invalidToolName(String)
    case duplicateTool(String)
    /// `stopAfter` names a tool that the agent hasn't got.
    case unknownTool(String)
}
