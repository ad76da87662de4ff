import AgentRuntime
import Formats

/// An agent as a scenario describes it.
struct AgentScript: JSONDecodable, Sendable {
    let name: String
    let instructions: String
    let handoffDescription: String
    let tools: [String]
    let handoffs: [HandoffScript]
    let inputGuardrails: [GuardrailScript]
    let outputGuardrails: [GuardrailScript]
    /// The types of its output's members, for one with structured output.
    let output: JSONObject?
    let settings: ModelSettings

    init(json: JSONValue) throws(JSONMismatch) {
        name = try json.required("name")
        instructions = try json.optional("instructions") ?? ""
        handoffDescription = try json.optional("handoff_description") ?? ""
        tools = try json.optional("tools") ?? []
        handoffs = try json.optional("handoffs") ?? []
        inputGuardrails = try json.optional("input_guardrails") ?? []
        outputGuardrails = try json.optional("output_guardrails") ?? []
        output = json["output"]?.object
        settings = try (json["model_settings"] ?? [:]).modelSettings()
    }
}

struct HandoffScript: JSONDecodable, Sendable {
    /// By its key in the scenario.
    let agent: String
    let toolName: String?
    let toolDescription: String?
    let input: JSONObject?

    init(json: JSONValue) throws(JSONMismatch) {
        if let agent = json.string {
            self.agent = agent
            toolName = nil
            toolDescription = nil
            input = nil
        } else {
            agent = try json.required("agent")
            toolName = try json.optional("tool_name")
            toolDescription = try json.optional("tool_description")
            input = json["input"]?.object
        }
    }
}

struct GuardrailScript: JSONDecodable, Sendable {
    let name: String
    let word: String
    let delay: Duration
    let isBlocking: Bool

    init(json: JSONValue) throws(JSONMismatch) {
        name = try json.required("name")
        word = try json.required("trips_on")
        delay = .milliseconds(try json.optional("delay_ms", as: Int.self) ?? 0)
        isBlocking = try json.optional("blocking") ?? false
    }
}

extension JSONValue {
    fileprivate func modelSettings() throws(JSONMismatch) -> ModelSettings {
        ModelSettings(
            temperature: try optional("temperature"), maxOutputTokens: try optional("max_tokens"),
            toolChoice: try optional("tool_choice", as: String.self).map { choice in
                switch choice {
                case "auto": .auto
                case "none": .none
                case "required": .required
                default: .tool(choice)
                }
            }, parallelToolCalls: try optional("parallel_tool_calls"))
    }
}

extension JSONObject {
    /// A schema as pydantic writes it for a model of this name with these members.
    func schema(title: String) -> JSONValue {
        var properties = JSONObject()
        for (name, type) in members {
            let words = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            properties[name] = ["title": .string(words.joined(separator: " ")), "type": type]
        }
        return [
            "properties": .object(properties), "required": .array(keys.map { .string($0) }), "title": .string(title),
            "type": "object", "additionalProperties": false,
        ]
    }

    /// Decodes nothing, but refuses what hasn't got these members.
    func checkedInput(title: String) -> InputSchema<JSONValue> {
        let keys = keys
        return InputSchema(json: schema(title: title)) { (value) throws(InputError) in
            for key in keys where value[key] == nil { throw InputError("is missing", field: key) }
            return value
        }
    }
}
