import AgentRuntime
import Formats
import Synchronization

/// The agents of scenarios share nothing and change nothing: their tools have canned results.
enum Scripted: Domain {
    struct Context: Codable, Sendable {}
    typealias Effect = String
}

/// What tools, guardrails and hand-offs note while they work, in the words that every peer uses.
final class ScenarioLog: Sendable {
    private let lines = Mutex<[JSONValue]>([])

    var json: JSONValue { .array(lines.withLock { $0 }) }

    func note(_ line: JSONValue) { lines.withLock { $0.append(line) } }
}

extension Scenario {
    /// The agents, made ready to work with a model.
    func team(tools: [String: ToolScript], model: any Model, log: ScenarioLog) throws -> AgentTeam<Scripted> {
        let names = Dictionary(uniqueKeysWithValues: agents.map { ($0.key, $0.script.name) })
        let made = try agents.map { key, script in
            try Agent(
                name: script.name, handoffDescription: script.handoffDescription,
                instructions: .text(script.instructions), model: model, modelSettings: script.settings,
                tools: script.tools.compactMap { tools[$0]?.tool(log) },
                handoffs: script.handoffs.map { $0.handoff(to: names[$0.agent] ?? $0.agent, log) },
                inputGuardrails: script.inputGuardrails.map { guardrail in
                    InputGuardrail(guardrail.name, isBlocking: guardrail.isBlocking) { input in
                        try await guardrail.check(input.text, log)
                    }
                },
                outputGuardrails: script.outputGuardrails.map { guardrail in
                    OutputGuardrail(guardrail.name) { output in try await guardrail.check(output.text, log) }
                },
                output: script.output.map { OutputSchema($0.checkedInput(title: Self.outputTitle(key))) })
        }
        return try AgentTeam(made, entry: names[start])
    }

    /// How peers call the output of the agent of this key.
    static func outputTitle(_ key: String) -> String { key.prefix(1).uppercased() + key.dropFirst() + "Output" }
}

extension ToolScript {
    func tool(_ log: ScenarioLog?) -> Tool<Scripted> {
        Tool(
            name, description, effect: effect, approval: needsApproval ? .always : .never,
            input: InputSchema(json: schema) { (value) throws(InputError) in value }
        ) { [name, result] (arguments: JSONValue, _) in
            log?.note(["tool": .string(name), "arguments": .string(arguments.text), "at": "start"])
            let answer = try result.get()
            log?.note(["tool": .string(name), "at": "end"])
            return ToolResult(.string(answer))
        }
    }
}

extension HandoffScript {
    fileprivate func handoff(to name: String, _ log: ScenarioLog) -> Handoff<Scripted> {
        guard let input else {
            return Handoff(to: name, toolName: toolName, toolDescription: toolDescription)
        }
        return Handoff(
            to: name, toolName: toolName, toolDescription: toolDescription,
            input: input.checkedInput(title: "HandoffInput")
        ) { [agent] (input, _) in
            log.note(["on_handoff": .string(agent), "input": input])
        }
    }
}

extension GuardrailScript {
    fileprivate func check(_ text: String, _ log: ScenarioLog) async throws -> GuardrailVerdict {
        do {
            try await Task.sleep(for: delay)
        } catch {
            log.note(["guardrail": .string(name), "cancelled": true])
            throw error
        }
        let isTripped = text.contains(word)
        log.note(["guardrail": .string(name), "tripped": .bool(isTripped)])
        return isTripped ? .tripped(["checked": true]) : .passed(["checked": true])
    }
}
