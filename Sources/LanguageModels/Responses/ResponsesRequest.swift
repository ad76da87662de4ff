package import AgentRuntime
import Formats

/// The body of POST /responses.
///
/// Empty `include` and `tools` are sent, as OpenAI's own agents do.
package enum ResponsesRequest {
    /// - Parameter settings: the request's, with defaults filled in.
    /// - Parameter origin: the model's name; reasoning of another model isn't sent.
    package static func body(
        _ request: ModelRequest, settings: ModelSettings, options: OpenAIModelOptions, origin: String, streams: Bool
    ) -> [UInt8] {
        var json = JSONWriter(capacity: request.byteCount + request.byteCount / 8 + 128 * request.items.count + 1_024)
        json.object { json in
            json.member("model", options.model)
            if streams { json.member("stream", true) }
            write(include: settings, to: &json)
            json.key("input")
            json.array { json in
                for item in request.items {
                    item.writeInput(to: &json, origin: origin, isStored: settings.store ?? true)
                }
            }
            if !request.instructions.isEmpty { json.member("instructions", request.instructions) }
            write(settings, hasTools: !request.tools.isEmpty, to: &json)
            if let output = request.output { write(output, to: &json) }
            json.key("tools")
            json.array { json in for tool in request.tools { write(tool, to: &json) } }
        }
        return json.bytes
    }

    /// A provider that keeps nothing has to hand its reasoning out to get it back.
    private static func write(include settings: ModelSettings, to json: inout JSONWriter) {
        json.key("include")
        json.array { json in
            if settings.store == false, settings.reasoningEffort != nil {
                json.value("reasoning.encrypted_content")
            }
        }
    }

    private static func write(_ settings: ModelSettings, hasTools: Bool, to json: inout JSONWriter) {
        if let limit = settings.maxOutputTokens { json.member("max_output_tokens", limit) }
        if hasTools, let parallel = settings.parallelToolCalls { json.member("parallel_tool_calls", parallel) }
        if let effort = settings.reasoningEffort {
            json.member("reasoning") { json in json.object { $0.member("effort", effort) } }
        }
        if let store = settings.store { json.member("store", store) }
        if let temperature = settings.temperature { json.member("temperature", temperature) }
        if let topP = settings.topP { json.member("top_p", topP) }
        guard hasTools, let choice = settings.toolChoice else { return }
        json.key("tool_choice")
        switch choice {
        case .auto: json.value("auto")
        case .none: json.value("none")
        case .required: json.value("required")
        case .tool(let name):
            json.object { json in
                json.member("type", "function")
                json.member("name", name)
            }
        }
    }

    private static func write(_ output: OutputFormat, to json: inout JSONWriter) {
        json.member("text") { json in
            json.object { json in
                json.member("format") { json in
                    json.object { json in
                        json.member("type", "json_schema")
                        json.member("name", output.name)
                        json.member("schema", output.schema)
                        json.member("strict", true)
                    }
                }
            }
        }
    }

    private static func write(_ tool: ToolDefinition, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", tool.name)
            json.key("parameters")
            json.raw(tool.parametersJSON)
            json.member("strict", true)
            json.member("type", "function")
            json.member("description", tool.description)
        }
    }
}
