import Formats

/// A way from one agent to another, offered to the model as a tool.
///
///     Handoff(
///         to: "Refunds", input: RefundRequest.schema,
///         accepting: { request, context in context.issue = request.reason })
///
/// All of the conversation goes along, under the new agent's instructions.
package struct Handoff<D: Domain>: Sendable {
    /// The name of the agent that takes over.
    package let agent: String
    package let toolName: String
    /// Of what has been said, what the new agent sees. The conversation itself keeps everything.
    let history: (@Sendable ([Item]) -> [Item])?
    private let toolDescription: String?
    private let parameters: JSONValue
    /// Decodes the arguments and binds the call-back to them.
    let accept: @Sendable (JSONValue) throws(InputError) -> Accepted

    typealias Accepted = @Sendable (inout D.Context) -> Void

    /// - Parameters:
    ///   - toolName: `transfer_to_` and the agent's name unless it is given.
    ///   - input: what the model has to say when it hands over.
    ///   - history: leaves out what the new agent should not see. It must not separate a call from its output.
    ///   - accepting: notes the input in the shared context. It runs again when an interrupted run is resumed.
    package init<Input: Sendable>(
        to agent: String, toolName: String? = nil, toolDescription: String? = nil, input: InputSchema<Input>,
        history: (@Sendable ([Item]) -> [Item])? = nil,
        accepting: @escaping @Sendable (Input, inout D.Context) -> Void
    ) {
        self.agent = agent
        self.toolName = toolName ?? Self.toolName(for: agent)
        self.toolDescription = toolDescription
        self.history = history
        parameters = input.json
        accept = { (arguments) throws(InputError) in
            let input = try input.decode(arguments)
            return { context in accepting(input, &context) }
        }
    }

    package init(
        to agent: String, toolName: String? = nil, toolDescription: String? = nil,
        history: (@Sendable ([Item]) -> [Item])? = nil,
        accepting: @escaping @Sendable (inout D.Context) -> Void = { _ in }
    ) {
        self.agent = agent
        self.toolName = toolName ?? Self.toolName(for: agent)
        self.toolDescription = toolDescription
        self.history = history
        parameters = ["additionalProperties": false, "type": "object", "properties": [:], "required": []]
        accept = { _ in accepting }
    }

    func definition(for target: Agent<D>) -> ToolDefinition {
        ToolDefinition(
            name: toolName,
            description: toolDescription
                ?? "Handoff to the \(target.name) agent to handle the request. \(target.handoffDescription)",
            parameters: parameters)
    }

    /// `transfer_to_` and the name in lower case, with `_` for whatever is no letter of ASCII, digit or `_`.
    package static func toolName(for agent: String) -> String {
        let name = agent.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "0"..."9", "_": Character(scalar)
            case "A"..."Z": Character(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            default: "_"
            }
        }
        return "transfer_to_" + String(name)
    }

    /// What the model reads when it has handed over.
    var output: String { #"{"assistant": \#(JSONValue.string(agent).text)}"# }

    /// What it reads of every further hand-off of the same turn.
    static var ignored: String { "Multiple handoffs detected, ignoring this one." }
}
