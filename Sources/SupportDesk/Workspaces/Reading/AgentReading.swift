import AgentRuntime
import Formats

/// What `agents.yaml` and `skills.yaml` say.
struct AgentReading {
    let problems: ProblemList

    func agents(_ node: YAMLNode) -> [AgentProfile] {
        guard var fields = FieldReader(node, problems) else { return [] }
        let readers = fields.list("agents") ?? []
        fields.end()
        let names = readers.compactMap { reader -> String? in
            var reader = reader
            return reader.string("name")
        }
        let agents = readers.compactMap { agent($0, names: names) }
        if agents.isEmpty, readers.isEmpty { problems.add(node.error("at least one agent is needed")) }
        if agents.count > 1, agents.count(where: \.isEntry) != 1 {
            problems.add(node.error("exactly one agent needs 'entry: true'"))
        }
        return agents
    }

    private func agent(_ reader: FieldReader, names: [String]) -> AgentProfile? {
        var fields = reader
        let name = fields.require("name") { node throws(YAMLError) in
            let name = try node.string()
            try ProfileReading.checkID(name, node)
            guard names.count(where: { $0 == name }) == 1 else { throw node.error("there are two agents '\(name)'") }
            return name
        }
        let instructions = fields.require("instructions") { node in node }.flatMap {
            Template($0, allowed: AgentProfile.instructionVariables, problems)
        }
        let tools = fields.read("tools", tools)
        let displayName = fields.read("display_name", ProfileReading.shortText)
        let isEntry = fields.read("entry") { node throws(YAMLError) in try node.bool() }
        let maxTurns = fields.read("max_turns") { node throws(YAMLError) in try node.integer(in: 1...50) }
        let model = fields.read("model", ProfileReading.shortText)
        let handOffs = fields.read("hand_offs") { node throws(YAMLError) in try self.handOffs(node, among: names) }
        let handoffDescription = fields.read("hand_off_description", ProfileReading.shortText)
        let input = fields.read("input_guardrails") { node throws(YAMLError) in
            try choices(node, "guardrail", among: AgentProfile.inputGuardrailNames)
        }
        let output = fields.read("output_guardrails") { node throws(YAMLError) in
            try choices(node, "guardrail", among: AgentProfile.outputGuardrailNames)
        }
        fields.end()
        guard let name, let instructions else { return nil }
        var agent = AgentProfile(
            name: name, displayName: displayName ?? name, instructions: instructions,
            tools: tools ?? AgentProfile.supportTools)
        agent.isEntry = isEntry ?? (names.count == 1)
        agent.maxTurns = maxTurns ?? agent.maxTurns
        agent.model = model
        agent.handOffs = handOffs ?? []
        agent.handoffDescription = handoffDescription ?? ""
        agent.inputGuardrails = input ?? AgentProfile.inputGuardrailNames
        agent.outputGuardrails = output ?? AgentProfile.outputGuardrailNames
        return agent
    }

    /// Further tools may come from elsewhere; only what looks like a slip is refused here.
    private func tools(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var tools: [String] = []
        for node in try node.list() {
            let tool = try node.string()
            if !AgentProfile.supportTools.contains(tool),
                Suggestion.nearest(to: tool, among: AgentProfile.supportTools) != nil
            {
                throw node.error(Suggestion.unknown("tool", tool, allowed: AgentProfile.supportTools))
            }
            guard !tools.contains(tool) else { throw node.error("the tool '\(tool)' is named twice") }
            tools.append(tool)
        }
        return tools
    }

    /// Each is a tool to models, and those have names that can be told apart.
    private func handOffs(_ node: YAMLNode, among agents: [String]) throws(YAMLError) -> [String] {
        let names = try choices(node, "agent", among: agents)
        guard Set(names.map(Handoff<DeskDomain>.toolName)).count == names.count else {
            throw node.error("two of these agents have the same name, or names that differ by '-' and '_' alone")
        }
        return names
    }

    private func choices(_ node: YAMLNode, _ kind: String, among allowed: [String]) throws(YAMLError) -> [String] {
        var names: [String] = []
        for node in try node.list() {
            let name = try node.string()
            guard allowed.contains(name) else { throw node.error(Suggestion.unknown(kind, name, allowed: allowed)) }
            names.append(name)
        }
        return names
    }
}

extension AgentReading {
    func skills(_ node: YAMLNode) -> SkillManifest {
        guard var fields = FieldReader(node, problems) else { return SkillManifest([]) }
        var skills: [Skill] = []
        for reader in fields.list("skills") ?? [] {
            guard let skill = skill(reader) else { continue }
            if skills.contains(where: { $0.name == skill.name }) {
                problems.add(reader.node.error("there is a skill '\(skill.name.rawValue)' already"))
            }
            skills.append(skill)
        }
        fields.end()
        return SkillManifest(skills)
    }

    private func skill(_ reader: FieldReader) -> Skill? {
        var fields = reader
        let names = Skill.Name.allCases.map(\.rawValue)
        let name = fields.require("id") { node throws(YAMLError) in
            let text = try node.string()
            guard let name = Skill.Name(rawValue: text) else {
                throw node.error(Suggestion.unknown("skill", text, allowed: names))
            }
            return name
        }
        let title = fields.read("name", ProfileReading.shortText)
        let whenToUse = fields.require("when_to_use") { node throws(YAMLError) in try node.string().trimmed }
        let tools = fields.read("tools", tools) ?? []
        let inputs = fields.require("inputs") { node throws(YAMLError) in try node.entries() } ?? []
        let outputs = fields.require("outputs") { node throws(YAMLError) in try node.entries() } ?? []
        fields.end()
        guard let name, let whenToUse else { return nil }
        return Skill(
            name: name, title: title ?? name.rawValue, whenToUse: whenToUse, tools: tools,
            inputs: inputs.compactMap(field), outputs: outputs.compactMap(field))
    }

    private func field(_ entry: YAMLEntry) -> Skill.Field? {
        guard var fields = FieldReader(entry.value, problems) else { return nil }
        let types = ["string", "number", "integer", "boolean", "array", "object"]
        let type = fields.require("type") { node throws(YAMLError) in try node.choice(of: types) }
        let isOptional = fields.read("optional") { node throws(YAMLError) in try node.bool() } ?? false
        let description = fields.string("description")
        let choices = fields.strings("enum") ?? []
        for number in ["minimum", "maximum"] { _ = fields.read(number) { node throws(YAMLError) in try node.double() } }
        _ = fields.node("default")
        fields.end()
        return type.map {
            Skill.Field(
                name: entry.key, type: $0, isOptional: isOptional, description: description, choices: choices)
        }
    }
}
