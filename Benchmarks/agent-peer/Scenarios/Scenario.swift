import AgentRuntime
import Formats
import Foundation

/// All scenarios, and the tools that their agents have in common, as the file says that every peer reads.
struct Scenarios: JSONDecodable {
    let tools: [String: ToolScript]
    let all: [Scenario]

    init(file: String) throws {
        self = try Scenarios(json: JSONValue(parsing: [UInt8](Data(contentsOf: URL(filePath: file)))))
    }

    init(json: JSONValue) throws(JSONMismatch) {
        var tools: [String: ToolScript] = [:]
        for (name, tool) in try json.members("tools") { tools[name] = try ToolScript(name: name, json: tool) }
        self.tools = tools
        all = try json.required("scenarios")
    }
}

/// What the customer says, which agents are there, and what the model answers.
struct Scenario: JSONDecodable, Sendable {
    let name: String
    let agents: [(key: String, script: AgentScript)]
    let start: String
    let inputs: [String]
    let maxTurns: Int?
    /// What a person says to every call that needs approval.
    let approves: Bool
    let steps: [ModelStep]

    init(json: JSONValue) throws(JSONMismatch) {
        name = try json.required("name")
        var agents: [(key: String, script: AgentScript)] = []
        for (key, agent) in try json.members("agents") { agents.append((key, try AgentScript(json: agent))) }
        self.agents = agents
        start = try json.required("start")
        inputs = try json.required("inputs")
        maxTurns = try json.optional("max_turns")
        approves = try json.optional("approve") ?? false
        steps = try json.required("script")
    }
}

/// One answer of the model.
struct ModelStep: JSONDecodable, Sendable {
    struct Call: JSONDecodable, Sendable {
        let name: String
        let arguments: String

        init(json: JSONValue) throws(JSONMismatch) {
            name = try json.required("name")
            arguments = try json.required("arguments")
        }
    }

    let text: String?
    let calls: [Call]

    init(json: JSONValue) throws(JSONMismatch) {
        text = try json.optional("text")
        calls = try json.optional("tool_calls") ?? []
    }
}

struct ToolScript: Sendable {
    let name: String
    let description: String
    let schema: JSONValue
    /// What it answers, or the words in which it fails.
    let result: Result<String, Failure>
    let needsApproval: Bool

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(name: String, json: JSONValue) throws(JSONMismatch) {
        self.name = name
        description = try json.required("description")
        schema = try json.required("schema")
        if let words: String = try json.optional("raises") {
            result = .failure(Failure(description: words))
        } else {
            result = .success(try json.required("result"))
        }
        needsApproval = try json.optional("needs_approval") ?? false
    }

    /// The file doesn't say what tools do to the world; their names do.
    var effect: EffectClass {
        switch name {
        case "create_ticket": .reversible
        case "refund", "send_response": .irreversible
        default: .read
        }
    }
}

extension JSONValue {
    /// The members of an object, in their order.
    func members(_ key: String) throws(JSONMismatch) -> [JSONObject.Member] {
        let value: JSONValue = try required(key)
        guard case .object(let object) = value else {
            throw JSONMismatch(expected: "an object", found: value)
        }
        return object.members
    }
}
