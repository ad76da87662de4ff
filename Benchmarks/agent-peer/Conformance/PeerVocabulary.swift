import AgentRuntime
import Formats
import LanguageModels

extension Session<Scripted> {
    /// As the Python package's sessions hold items: those of the Responses API's input.
    var peerItems: JSONValue { .array((items + unanswered.map { .user($0.text) }).map(\.peerForm)) }
}

extension Item {
    fileprivate var peerForm: JSONValue {
        switch self {
        case .assistant(let message):
            json.adding("status", "completed").adding(
                "content",
                [["annotations": [], "text": .string(message.text), "type": "output_text", "logprobs": []]])
        case .toolCall(let call) where call.itemID != nil: json.adding("status", "completed")
        case .user(let text): ["content": .string(text), "role": "user"]
        case .developer, .reasoning, .toolCall, .toolOutput: json
        }
    }
}

extension JSONValue {
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        var object = object ?? [:]
        object[key] = value
        return .object(object)
    }
}

extension RunEnding {
    var output: JSONValue {
        switch self {
        case .finalOutput(let text): .string(text)
        case .stoppedAfter(_, let output): output
        default: .null
        }
    }

    /// The exception that the Python package raises for this, `{"type", "message"}`; `nil` for an answer.
    var peerError: JSONValue? {
        guard let (type, message) = exception else { return nil }
        return ["type": .string(type), "message": .string(message)]
    }

    var exception: (type: String, message: String)? {
        switch self {
        case .finalOutput, .stoppedAfter: nil
        case .refused(let words): ("ModelRefusalError", "Model refused to produce output: \(words)")
        case .guardrailTripped(let trip):
            switch trip.stage {
            case .input: ("InputGuardrailTripwireTriggered", "Guardrail InputGuardrail triggered tripwire")
            case .output: ("OutputGuardrailTripwireTriggered", "Guardrail OutputGuardrail triggered tripwire")
            case .tool: ("ToolGuardrailTripwireTriggered", trip.guardrail)
            }
        case .maxTurns(let limit): ("MaxTurnsExceeded", "Max turns (\(limit)) exceeded")
        case .modelFailed(ModelFault.invalidOutput(let problem)):
            (
                "ModelBehaviorError",
                problem == "The output is not valid JSON." ? "Invalid JSON when parsing model output" : problem
            )
        case .modelFailed(let error as LanguageModelError): error.exception
        default: (label, "\(self)")
        }
    }
}

extension LanguageModelError {
    fileprivate var exception: (type: String, message: String) {
        switch self {
        case .badRequest(let reply), .contextTooLong(let reply):
            ("BadRequestError", "Error code: \(reply.status) - \(reply.message ?? "")")
        default: (kind, description)
        }
    }
}

extension Usage {
    func peerTotals() -> JSONValue {
        [
            "requests": .integer(Int64(requests)), "input_tokens": .integer(Int64(inputTokens)),
            "output_tokens": .integer(Int64(outputTokens)), "total_tokens": .integer(Int64(totalTokens)),
        ]
    }

    /// As a span of an answer tells it. Tokens written to a cache are nothing that we count.
    func peerDetails() -> JSONValue {
        var object = peerTotals().object ?? [:]
        object["input_tokens_details"] = [
            "cache_write_tokens": 0, "cached_tokens": .integer(Int64(cachedTokens)),
            "cache_write_tokens_details": .null,
        ]
        object["output_tokens_details"] = ["reasoning_tokens": .integer(Int64(reasoningTokens))]
        return .object(object)
    }

    /// As spans of turns tell it; that of a whole run tells requests and the total too.
    func peerSum(isWhole: Bool) -> JSONValue {
        var object: JSONObject = [
            "input_tokens": .integer(Int64(inputTokens)), "output_tokens": .integer(Int64(outputTokens)),
            "cached_input_tokens": .integer(Int64(cachedTokens)), "cache_write_input_tokens": 0,
        ]
        if isWhole {
            object["requests"] = .integer(Int64(requests))
            object["total_tokens"] = .integer(Int64(totalTokens))
        }
        return .object(object)
    }
}
