/// Something the agent can do, as `skills.yaml` declares it.
package struct Skill: Equatable, Sendable {
    /// The skills there are. One that the manifest leaves out is not offered.
    package enum Name: String, Sendable, CaseIterable {
        case knowledgeRetrieval = "knowledge_retrieval"
        case sentimentAnalysis = "sentiment_analysis"
        case escalationDecision = "escalation_decision"
        case channelAdaptation = "channel_adaptation"
        case customerIdentification = "customer_identification"
    }

    package struct Field: Equatable, Sendable {
        package let name: String
        /// As JSON Schema names it: `string`, `number`, `integer`, `boolean`, `array`, `object`.
        package let type: String
        package let isOptional: Bool
        package let description: String?
        /// Allowed values, where the manifest lists them.
        package let choices: [String]

        package init(
            name: String, type: String, isOptional: Bool = false, description: String? = nil, choices: [String] = []
        ) {
            self.name = name
            self.type = type
            self.isOptional = isOptional
            self.description = description
            self.choices = choices
        }
    }

    package let name: Name
    package let title: String
    package let whenToUse: String
    /// Names of the tools that belong to it.
    package let tools: [String]
    package let inputs: [Field]
    package let outputs: [Field]

    package init(
        name: Name, title: String, whenToUse: String, tools: [String], inputs: [Field], outputs: [Field]
    ) {
        self.name = name
        self.title = title
        self.whenToUse = whenToUse
        self.tools = tools
        self.inputs = inputs
        self.outputs = outputs
    }
}

/// The skills of a workspace.
package struct SkillManifest: Equatable, Sendable {
    package let skills: [Skill]

    package init(_ skills: [Skill]) { self.skills = skills }

    package subscript(name: Skill.Name) -> Skill? { skills.first { $0.name == name } }

    /// The skill that a tool belongs to, for traces and the terminal.
    package func skill(ofTool tool: String) -> Skill? { skills.first { $0.tools.contains(tool) } }

    /// The skills in words, for an agent's instructions.
    package var summary: String {
        skills.map { "- \($0.title): \($0.whenToUse)" }.joined(separator: "\n")
    }
}
