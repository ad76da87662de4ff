package import AgentRuntime
import Formats
package import FoundationEssentials
import HTTPClient

/// A language model behind an OpenAI-compatible server.
///
/// Answers are streamed when somebody looks. A call that failed before the first part was delivered is made again as the
/// server's `RetryPolicy` says, within the request's deadline. The answer's metadata tell `model`, `wire`, `retries`, and the
/// provider's `request_id`.
package final class OpenAIModel: Model {
    package let name: String
    package let server: ModelServer
    package let options: OpenAIModelOptions
    private let clock: any RunClock
    private let now: @Sendable () -> Date

    /// - Parameter name: as traces, metrics and receipts name it; the model's id unless given.
    /// - Parameter now: tells how far off a date in `retry-after` is.
    package init(
        server: ModelServer, options: OpenAIModelOptions, name: String? = nil,
        clock: any RunClock = SystemClock.shared, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.name = name ?? options.model
        self.server = server
        self.options = options
        self.clock = clock
        self.now = now
    }

    package func estimate(_ request: ModelRequest) -> Usage {
        var usage = Usage(
            requests: 1, inputTokens: request.byteCount / 4,
            outputTokens: settings(of: request).maxOutputTokens ?? 4_096)
        usage.costMicroUSD = options.prices?.cost(of: usage) ?? 0
        return usage
    }

    /// - Throws: `LanguageModelError`, `CancellationError`.
    package func respond(
        to request: ModelRequest, delivering deliver: ModelEventSink?
    ) async throws -> ModelResponse {
        let streams = deliver != nil
        let call = ModelServer.Call(
            path: options.wire.path, body: body(of: request, streams: streams), streams: streams,
            deadline: request.deadline)
        let delivery = Delivery(deliver)
        let reader = AnswerReader(
            wire: options.wire, maxOutputBytes: options.maxOutputBytes, delivery: delivery, clock: clock)
        do {
            let ((answer, requestID), retries) = try await server.answer(
                to: call, clock: clock, now: now, delivery: delivery
            ) { response in
                (try await reader.read(response), ModelServer.requestID(response.headers))
            }
            return response(answer, to: request, retries: retries, requestID: requestID)
        } catch LanguageModelError.incomplete(let reason, var usage) {
            usage.costMicroUSD = options.prices?.cost(of: usage) ?? 0
            throw LanguageModelError.incomplete(reason, usage: usage)
        }
    }

    /// What is sent for a request.
    package func body(of request: ModelRequest, streams: Bool) -> [UInt8] {
        let settings = settings(of: request)
        return switch options.wire {
        case .responses:
            ResponsesRequest.body(request, settings: settings, options: options, origin: name, streams: streams)
        case .chat: ChatRequest.body(request, settings: settings, options: options, streams: streams)
        }
    }

    private func settings(of request: ModelRequest) -> ModelSettings {
        var settings = request.settings.filled(from: options.defaults)
        if settings.toolChoice == .required, !options.knowsRequiredTools { settings.toolChoice = .auto }
        return settings
    }

    private func response(_ answer: ModelAnswer, to request: ModelRequest, retries: Int, requestID: String?)
        -> ModelResponse
    {
        var metadata: JSONObject = [
            "model": .string(name), "wire": .string(options.wire.rawValue), "retries": .integer(Int64(retries)),
        ]
        if let requestID { metadata["request_id"] = .string(requestID) }
        var usage = answer.usage ?? Usage(requests: 1)
        if answer.usage == nil, options.prices != nil {
            // A budget has to be charged though the server doesn't count.
            usage.inputTokens = request.byteCount / 4
            usage.outputTokens = answer.byteCount / 4
            metadata["usage"] = "estimated"
        }
        usage.costMicroUSD = options.prices?.cost(of: usage) ?? 0
        let output = answer.output.map { output in
            if case .reasoning(let item) = output {
                ModelOutput.reasoning(ReasoningOrigin.marked(item, origin: name))
            } else {
                output.withoutNULs
            }
        }
        return ModelResponse(id: answer.id, output: output, usage: usage, metadata: metadata)
    }
}

extension ModelSettings {
    /// These settings, with what they leave open taken from others; but for the tool choice, which a run leaves open on
    /// purpose once a tool was used.
    func filled(from defaults: ModelSettings) -> ModelSettings {
        ModelSettings(
            temperature: temperature ?? defaults.temperature, topP: topP ?? defaults.topP,
            maxOutputTokens: maxOutputTokens ?? defaults.maxOutputTokens, toolChoice: toolChoice,
            parallelToolCalls: parallelToolCalls ?? defaults.parallelToolCalls,
            reasoningEffort: reasoningEffort ?? defaults.reasoningEffort, store: store ?? defaults.store)
    }
}

extension ModelOutput {
    /// No text of ours holds a NUL, and databases refuse it.
    fileprivate var withoutNULs: ModelOutput {
        switch self {
        case .message(let message): .message(AssistantMessage(message.text.withoutNULs, id: message.id))
        case .refusal(let text): .refusal(text.withoutNULs)
        case .toolCall(let call):
            .toolCall(
                ToolCall(
                    id: call.id.withoutNULs, name: call.name.withoutNULs, arguments: call.arguments.withoutNULs,
                    itemID: call.itemID))
        case .reasoning: self
        }
    }
}

extension String {
    /// Also without those that are escaped in JSON.
    fileprivate var withoutNULs: String {
        guard utf8.contains(0) || utf8.contains(UInt8(ascii: "\\")) && contains("\\u0000") else { return self }
        return replacing("\u{0}", with: "").replacing("\\u0000", with: "")
    }
}
