import AgentRuntime
import Formats
import Foundation
import LanguageModels

/// A run's trace as the Python package exports it: a span when it ends, children first.
///
/// Its spans of a task and of turns are no spans of ours. They are made of the attributes `turn` and of the run's usage.
struct TraceRendering {
    private let result: RunResult<Scripted>
    private let scenario: Scenario
    private let wire: ModelWire
    private let streams: Bool

    init(_ result: RunResult<Scripted>, of scenario: Scenario, wire: ModelWire, streams: Bool) {
        self.result = result
        self.scenario = scenario
        self.wire = wire
        self.streams = streams
    }

    func lines(isResumed: Bool) -> [JSONValue] {
        var lines: [JSONValue] = []
        if !isResumed {
            lines.append([
                "object": "trace", "id": .string("trace_" + result.trace.id.hex), "workflow_name": "conform",
                "group_id": .string(result.trace.groupID), "metadata": .null,
            ])
        }
        var answers = result.modelCalls[...]
        let agents = result.trace.spans.filter { $0.kind == .agent }
        for agent in agents {
            lines += turns(of: agent, isLast: agent.id == agents.last?.id, &answers)
            lines.append(line(agentData(agent), agent, error: agent.error == nil ? nil : result.ending.agentError))
        }
        var task: JSONObject = ["sdk_span_type": "task", "name": "conform"]
        if result.usage.requests > 0 { task["usage"] = result.usage.peerSum(isWhole: true) }
        lines.append(line(["type": "custom", "name": "task", "data": .object(task)], nil, error: nil))
        return lines
    }

    /// The agent's spans, each turn's followed by the turn.
    private func turns(
        of agent: RunSpan, isLast: Bool, _ answers: inout ArraySlice<ModelCallRecord>
    ) -> [JSONValue] {
        var lines: [JSONValue] = []
        var turn: (number: JSONValue, usage: Usage?)?
        let endTurn = { (lines: inout [JSONValue], turn: inout (number: JSONValue, usage: Usage?)?, isLast: Bool) in
            guard let ended = turn else { return }
            turn = nil
            var data: JSONObject = ["sdk_span_type": "turn", "turn": ended.number, "agent_name": .string(agent.name)]
            if let usage = ended.usage { data["usage"] = usage.peerSum(isWhole: false) }
            lines.append(
                line(
                    ["type": "custom", "name": "turn", "data": .object(data)], nil,
                    error: isLast ? result.ending.turnError : nil))
        }
        for span in result.trace.spans where span.parent == agent.id {
            if let number = span.attributes["turn"], number != turn?.number {
                endTurn(&lines, &turn, false)
                turn = (number, nil)
            }
            if span.kind == .guardrail, span.attributes["stage"] == "output" { endTurn(&lines, &turn, isLast) }
            var answer: ModelCallRecord?
            if span.kind == .generation, span.error == nil {
                answer = answers.popFirst()
                turn?.usage = answer?.usage
            }
            guard let data = data(of: span, answer) else { continue }
            lines.append(line(data, span, error: error(of: span)))
        }
        endTurn(&lines, &turn, isLast)
        return lines
    }

    private func agentData(_ span: RunSpan) -> JSONValue {
        let structured = scenario.agents.first { $0.script.name == span.name && $0.script.output != nil }
        return [
            "type": "agent", "name": .string(span.name), "handoffs": span.attributes["handoffs"] ?? [],
            "tools": span.attributes["tools"] ?? [],
            "output_type": .string(structured.map { Scenario.outputTitle($0.key) } ?? "str"),
        ]
    }

    private func data(of span: RunSpan, _ answer: ModelCallRecord?) -> JSONValue? {
        let usage = answer.map { $0.usage.peerDetails() } ?? .null
        switch span.kind {
        case .generation where wire == .responses:
            return ["type": "response", "response_id": span.attributes["response_id"] ?? .null, "usage": usage]
        case .generation:
            return [
                "type": "generation", "output": span.attributes["output"].map(Self.chatMessage) ?? .null,
                "model": .string(span.name), "usage": usage,
            ]
        case .tool:
            return [
                "type": "function", "name": .string(span.name), "input": span.attributes["arguments"] ?? .null,
                "output": span.attributes["output"] ?? .null, "mcp_data": .null,
            ]
        case .guardrail:
            return [
                "type": "guardrail", "name": .string(span.name), "triggered": span.attributes["tripped"] ?? .null,
            ]
        case .handoff:
            return [
                "type": "handoff", "from_agent": span.attributes["from"] ?? .null,
                "to_agent": span.attributes["to"] ?? .null,
            ]
        case .agent, .custom: return nil
        }
    }

    /// The output that we keep, as a message of Chat Completions.
    private static func chatMessage(_ output: JSONValue) -> JSONValue {
        var text: JSONValue = .null
        var calls: [JSONValue] = []
        for item in output.array ?? [] {
            switch item["type"]?.string {
            case "message": text = item["content"] ?? .null
            case "function_call":
                calls.append([
                    "id": item["call_id"] ?? .null, "type": "function",
                    "function": ["arguments": item["arguments"] ?? .null, "name": item["name"] ?? .null],
                ])
            default: break
            }
        }
        return [
            [
                "content": text, "refusal": .null, "role": "assistant", "annotations": .null, "audio": .null,
                "function_call": .null, "tool_calls": calls.isEmpty ? .null : .array(calls),
            ]
        ]
    }

    private func error(of span: RunSpan) -> JSONValue? {
        guard let error = span.error else { return nil }
        switch span.kind {
        case .generation:
            let message = result.ending.exception?.message ?? error
            let doing = streams ? "streaming" : "getting"
            return ["message": .string("Error \(doing) response"), "data": ["error": .string(message)]]
        case .tool:
            return [
                "message": "Error running tool",
                "data": ["tool_name": .string(span.name), "error": .string(error)],
            ]
        default: return ["message": .string(error), "data": [:]]
        }
    }

    private func line(_ data: JSONValue, _ span: RunSpan?, error: JSONValue?) -> JSONValue {
        [
            "object": "trace.span", "id": .string("span_" + (span?.id.hex ?? "")),
            "trace_id": .string("trace_" + result.trace.id.hex),
            "parent_id": span?.parent.map { .string("span_" + $0.hex) } ?? .null,
            "started_at": .string(time(span?.start ?? .zero)),
            "ended_at": .string(time((span?.start ?? .zero) + (span?.duration ?? .zero))), "span_data": data,
            "error": error ?? .null,
        ]
    }

    private func time(_ offset: Duration) -> String {
        (result.trace.startedAt + offset / .seconds(1))
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension RunEnding {
    /// What the Python package writes on an agent's span.
    fileprivate var agentError: JSONValue? {
        switch self {
        case .maxTurns(let limit):
            ["message": "Max turns exceeded", "data": ["max_turns": .integer(Int64(limit))]]
        case .guardrailTripped(let trip) where trip.stage == .input:
            [
                "message": "Guardrail tripwire triggered",
                "data": ["guardrail": .string(trip.guardrail), "type": "input_guardrail"],
            ]
        case .guardrailTripped(let trip):
            ["message": "Guardrail tripwire triggered", "data": ["guardrail": .string(trip.guardrail)]]
        case .modelFailed(is ModelFault): nil
        default:
            ["message": "Error in agent run", "data": ["error": .string(exception?.message ?? label)]]
        }
    }

    /// What it writes on a turn's.
    fileprivate var turnError: JSONValue? {
        if case .modelFailed(ModelFault.invalidOutput) = self {
            ["message": "Invalid JSON provided", "data": [:]]
        } else {
            nil
        }
    }
}
