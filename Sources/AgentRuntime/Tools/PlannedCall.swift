import Formats

/// A tool call made ready: its words checked, nothing done yet.
struct PlannedCall<D: Domain> {
    /// As it goes into the conversation: with a name, an id and arguments that every provider takes back.
    let call: ToolCall
    /// What the model wrote, for the record; shortened when it was too long to be read.
    let writtenArguments: String
    let tool: Tool<D>?
    let work: Result<Tool<D>.Prepared, ToolFailure>

    /// - Parameter id: Unique in the conversation.
    init(_ written: ToolCall, id: String, agent: Agent<D>, settings: RunSettings) {
        let tool = agent.tool(named: written.name)
        let isTooLarge = written.arguments.utf8.count > settings.maxArgumentBytes
        let arguments = isTooLarge ? nil : Self.parse(written.arguments, settings: settings)
        self.tool = tool
        writtenArguments = isTooLarge ? written.arguments.cut(toBytes: 1_000) : written.arguments
        // Some servers parse the arguments of earlier calls, so one that isn't JSON would spoil every later request.
        let isObject = if case .success(.object) = arguments { true } else { false }
        call = ToolCall(
            id: id, name: tool == nil ? written.name.asToolName : written.name,
            arguments: isObject ? written.arguments : "{}")
        guard let tool else {
            work = .failure(.unknownTool(available: agent.toolDefinitions.map(\.name)))
            return
        }
        guard let arguments else {
            work = .failure(.argumentsTooLarge(limitBytes: settings.maxArgumentBytes))
            return
        }
        work = arguments.flatMap { arguments in
            Result { () throws(InputError) in try tool.prepare(arguments) }.mapError(ToolFailure.invalidInput)
        }
    }

    /// A call that isn't looked at.
    init(refusing written: ToolCall, id: String, because failure: ToolFailure) {
        tool = nil
        writtenArguments = written.arguments.cut(toBytes: 1_000)
        call = ToolCall(id: id, name: written.name.asToolName, arguments: "{}")
        work = .failure(failure)
    }

    /// Whether it may be carried out beside others.
    var isRead: Bool { tool?.effect ?? .read == .read }

    private static func parse(_ text: String, settings: RunSettings) -> Result<JSONValue, ToolFailure> {
        Result { () throws(JSONError) in
            try JSONValue(parsing: text, limits: JSONLimits(depth: 32, bytes: settings.maxArgumentBytes))
        }.mapError { .argumentsNotJSON(problem: "\($0)") }
    }
}

extension String {
    /// The beginning, not more than so many bytes of UTF-8 and never half a character.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        // A range of a string is rounded down to whole Unicode scalars.
        return String(self[..<utf8.index(startIndex, offsetBy: limit)])
    }

    /// A name that providers accept in a conversation's history.
    fileprivate var asToolName: String {
        let bytes = utf8.prefix(64).map { ToolDefinition.isNameByte($0) ? $0 : UInt8(ascii: "_") }
        return bytes.isEmpty ? "unknown" : String(decoding: bytes, as: UTF8.self)
    }
}
