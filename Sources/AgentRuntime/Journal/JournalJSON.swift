package import Formats
import FoundationEssentials

/// The stored form, version 1:
///
///     {"v": 1, "entry": "started", "agent", "run_id", "trace_id", "started_at", "input": [{"id", "text"}]}
///     {"v": 1, "entry": "input_passed",
///      "guardrails": [{"name", "info", "usage", "start_us", "duration_us"}]}
///     {"v": 1, "entry": "answered", "id", "output": […], "usage": {…}, "metadata": {…}, "start_us", "duration_us"}
///     {"v": 1, "entry": "intended", "call_id"}
///     {"v": 1, "entry": "finished", "call_id", "output", "value"?, "failure": {"code", "text"} | null, "effects": […],
///      "context": {…} | null, "start_us", "duration_us"}
///     {"v": 1, "entry": "decided", "call_id", "by", "rejected": "…" | null}
extension JournalEntry {
    /// - Throws: what encoding the context or an effect throws.
    package func json() throws -> JSONValue {
        switch self {
        case .started(let start): Self.entry("started", start.json)
        case .inputPassed(let guardrails):
            Self.entry("input_passed", ["guardrails": .array(guardrails.map(\.json))])
        case .answered(let answer): Self.entry("answered", answer.json)
        case .intended(let callID): Self.entry("intended", ["call_id": .string(callID)])
        case .finished(let call): Self.entry("finished", try call.json())
        case .decided(let callID, .approved(let actor)):
            Self.entry("decided", ["call_id": .string(callID), "by": .string(actor), "rejected": .null])
        case .decided(let callID, .rejected(let actor, let reason)):
            Self.entry("decided", ["call_id": .string(callID), "by": .string(actor), "rejected": .string(reason)])
        }
    }

    private static func entry(_ name: JSONValue, _ members: JSONObject) -> JSONValue {
        var object: JSONObject = ["v": 1, "entry": name]
        for (key, value) in members.members { object[key] = value }
        return .object(object)
    }

    /// - Throws: `SessionError.newerVersion`; `JSONMismatch`; what decoding the context or an effect throws.
    package init(json: JSONValue) throws {
        let version: Int = try json.required("v")
        guard version == 1 else { throw SessionError.newerVersion(version) }
        switch try json.required("entry", as: String.self) {
        case "started": self = .started(try RunStart(json: json))
        case "input_passed": self = .inputPassed(try json.required("guardrails"))
        case "answered": self = .answered(try JournaledAnswer(json: json))
        case "intended": self = .intended(callID: try json.required("call_id"))
        case "finished": self = .finished(try JournaledCall(json: json))
        case "decided":
            let actor: String = try json.required("by")
            let reason: String? = try json.optional("rejected")
            self = .decided(
                callID: try json.required("call_id"),
                reason.map { .rejected(by: actor, reason: $0) } ?? .approved(by: actor))
        default: throw JSONMismatch("expected an entry of a journal", path: "entry")
        }
    }
}

extension RunStart {
    fileprivate var json: JSONObject {
        [
            "agent": .string(agent), "run_id": .string(runID), "trace_id": .string(traceID.hex),
            "started_at": .number(startedAt.timeIntervalSince1970),
            "input": .array(input.map { ["id": .string($0.id), "text": .string($0.text)] }),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONMismatch) {
        guard let traceID = TraceID(hex: try json.required("trace_id")) else {
            throw JSONMismatch("expected 32 hexadecimal digits", path: "trace_id")
        }
        self.init(
            agent: try json.required("agent"), runID: try json.required("run_id"), traceID: traceID,
            startedAt: Date(timeIntervalSince1970: try json.required("started_at")), input: try json.required("input"))
    }
}

extension JournaledAnswer {
    fileprivate var json: JSONObject {
        [
            "id": response.id.map { .string($0) } ?? .null, "output": .array(response.output.map(\.json)),
            "usage": response.usage.json, "metadata": .object(response.metadata),
            "start_us": .integer(start.microseconds),
            "duration_us": .integer(duration.microseconds),
        ]
    }

    fileprivate init(json: JSONValue) throws(JSONMismatch) {
        self.init(
            response: ModelResponse(
                id: try json.optional("id"), output: try json.required("output"), usage: try json.required("usage"),
                metadata: try json.required("metadata", as: JSONValue.self).object ?? [:]),
            start: .microseconds(try json.required("start_us", as: Int64.self)),
            duration: .microseconds(try json.required("duration_us", as: Int64.self)))
    }
}

extension JournaledGuardrail: JSONDecodable {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "info": info, "usage": usage.json, "start_us": .integer(start.microseconds),
            "duration_us": .integer(duration.microseconds),
        ]
    }

    package init(json: JSONValue) throws(JSONMismatch) {
        self.init(
            name: try json.required("name"), info: json["info"] ?? .null, usage: try json.required("usage"),
            start: .microseconds(try json.required("start_us", as: Int64.self)),
            duration: .microseconds(try json.required("duration_us", as: Int64.self)))
    }
}

extension JournaledCall {
    fileprivate func json() throws -> JSONObject {
        var failureJSON = JSONValue.null
        if let failure { failureJSON = ["code": .string(failure.code), "text": .string(failure.traceText)] }
        var object: JSONObject = [
            "call_id": .string(callID), "output": .string(output), "failure": failureJSON,
            "effects": .array(try effects.map { try JSONValue(encoding: $0) }),
            "context": try context.map { try JSONValue(encoding: $0) } ?? .null,
            "start_us": .integer(start.microseconds), "duration_us": .integer(duration.microseconds),
        ]
        if let value { object["value"] = value }
        return object
    }

    fileprivate init(json: JSONValue) throws {
        callID = try json.required("call_id")
        output = try json.required("output")
        value = json["value"]
        if let failure = json["failure"], !failure.isNull {
            self.failure = .recorded(code: try failure.required("code"), text: try failure.required("text"))
        } else {
            failure = nil
        }
        effects = try json.required("effects", as: [JSONValue].self).map { try $0.decode(D.Effect.self) }
        if let context = json["context"], !context.isNull {
            self.context = try context.decode(D.Context.self)
        } else {
            context = nil
        }
        start = .microseconds(try json.required("start_us", as: Int64.self))
        duration = .microseconds(try json.required("duration_us", as: Int64.self))
    }
}

extension ModelOutput: JSONDecodable {
    /// As `Item.json` says, and `{"type": "refusal", "refusal": "…"}`.
    fileprivate var json: JSONValue {
        switch self {
        case .message(let message): message.json
        case .toolCall(let call): call.json
        case .refusal(let text): ["type": "refusal", "refusal": .string(text)]
        case .reasoning(let item): item
        }
    }

    package init(json: JSONValue) throws(JSONMismatch) {
        switch try json.required("type", as: String.self) {
        case "message": self = .message(try AssistantMessage(json: json))
        case "function_call": self = .toolCall(try ToolCall(json: json))
        case "refusal": self = .refusal(try json.required("refusal"))
        case "reasoning": self = .reasoning(json)
        default: throw JSONMismatch("expected message, function_call, refusal or reasoning", path: "type")
        }
    }
}

extension Usage: JSONDecodable {
    package var json: JSONValue {
        [
            "requests": .integer(Int64(requests)), "input_tokens": .integer(Int64(inputTokens)),
            "cached_tokens": .integer(Int64(cachedTokens)), "output_tokens": .integer(Int64(outputTokens)),
            "reasoning_tokens": .integer(Int64(reasoningTokens)), "cost_micro_usd": .integer(Int64(costMicroUSD)),
        ]
    }

    package init(json: JSONValue) throws(JSONMismatch) {
        self.init(
            requests: try json.required("requests"), inputTokens: try json.required("input_tokens"),
            cachedTokens: try json.required("cached_tokens"), outputTokens: try json.required("output_tokens"),
            reasoningTokens: try json.required("reasoning_tokens"), costMicroUSD: try json.required("cost_micro_usd"))
    }
}
