package import Formats

/// An agent as `agents.yaml` describes it.
package struct AgentProfile: Sendable {
    package var name: String
    /// What customers call it; it signs with this.
    package var displayName: String
    package var isEntry = true
    package var maxTurns = 8
    /// `nil` means the installation's model.
    package var model: String?
    /// With `{{variables}}` of ``instructionVariables``.
    package var instructions: Template
    /// Names of tools, in the order in which they are offered.
    package var tools: [String]
    /// Names of other agents.
    package var handOffs: [String] = []
    /// What the others are told of it before they hand over to it.
    package var handoffDescription = ""
    package var inputGuardrails: [String] = []
    package var outputGuardrails: [String] = []

    package init(name: String, displayName: String, instructions: Template, tools: [String]) {
        self.name = name
        self.displayName = displayName
        self.instructions = instructions
        self.tools = tools
    }

    /// What instructions may name; the context of a run supplies each as text.
    package static let instructionVariables = [
        "agent_name", "company", "product", "customer_name", "customer_id", "channel", "ticket_subject",
        "ticket_reference", "sentiment", "language", "conversation_id", "brand_voice", "company_profile", "skills",
    ]

    /// Whether its instructions have a place for a variable.
    func names(_ variable: String) -> Bool { instructions.variables.contains { $0.name == variable } }

    /// The instructions for one run. A variable without a value is empty.
    package func instructions(with values: [String: String]) -> String {
        var context = JSONObject()
        for (variable, value) in values { context[variable] = .string(value) }
        return (try? instructions.render(.object(context), escaping: .none)) ?? ""
    }
}
