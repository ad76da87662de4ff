package import AgentRuntime
import Formats

/// The body of POST /chat/completions.
///
/// Instructions are a leading `system` message, which every server knows. `tools` is left out when empty.
package enum ChatRequest {
    /// - Parameter settings: the request's, with defaults filled in.
    package static func body(
        _ request: ModelRequest, settings: ModelSettings, options: OpenAIModelOptions, streams: Bool
    ) -> [UInt8] {
        var json = JSONWriter(capacity: request.byteCount + request.byteCount / 8 + 128 * request.items.count + 1_024)
        json.object { json in
            json.member("model", options.model)
            if streams {
                json.member("stream", true)
                if options.streamsUsage {
                    json.member("stream_options") { json in json.object { $0.member("include_usage", true) } }
                }
            }
            json.key("messages")
            json.array { json in
                if !request.instructions.isEmpty {
                    ChatMessages.write(request.instructions, as: ChatMessages.system, to: &json)
                }
                ChatMessages.write(request.items, writesNull: options.writesNullContent, to: &json)
            }
            write(settings, hasTools: !request.tools.isEmpty, options: options, to: &json)
            if let output = request.output { write(output, to: &json) }
            guard !request.tools.isEmpty else { return }
            json.key("tools")
            json.array { json in for tool in request.tools { write(tool, to: &json) } }
        }
        return json.bytes
    }

    private static func write(
        _ settings: ModelSettings, hasTools: Bool, options: OpenAIModelOptions, to json: inout JSONWriter
    ) {
        if let limit = settings.maxOutputTokens { json.member(options.maxTokensMember.rawValue, limit) }
        if hasTools, let parallel = settings.parallelToolCalls { json.member("parallel_tool_calls", parallel) }
        if let effort = settings.reasoningEffort { json.member("reasoning_effort", effort) }
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
                json.member("function") { json in json.object { $0.member("name", name) } }
            }
        }
    }

    private static func write(_ output: OutputFormat, to json: inout JSONWriter) {
        json.member("response_format") { json in
            json.object { json in
                json.member("type", "json_schema")
                json.member("json_schema") { json in
                    json.object { json in
                        json.member("name", output.name)
                        json.member("strict", true)
                        json.member("schema", output.schema)
                    }
                }
            }
        }
    }

    private static func write(_ tool: ToolDefinition, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "function")
            json.member("function") { json in
                json.object { json in
                    json.member("name", tool.name)
                    json.member("description", tool.description)
                    json.key("parameters")
                    json.raw(tool.parametersJSON)
                    json.member("strict", true)
                }
            }
        }
    }
}
