import Formats

/// A tool call made ready: its words checked, nothing done yet.
struct PlannedCall<D: Domain> {
    /// As it goes into the conversation: with a name, an id and arguments that every provider takes back.
    let call: ToolCall
    /// What the model wrote, for the record; shortened when it was too long to be read.
    let writtenArguments: String
    let tool: Tool<D>?
    let work: Result<Tool<D>.Prepared, ToolFailure>
    /// The checked arguments; null for a call that is refused.
    let arguments: JSONValue

    /// - Parameter id: Unique in the conversation.
    init(_ written: ToolCall, id: String, member: AgentTeam<D>.Member, settings: RunSettings) {
        let tool = member.agent.tool(named: written.name)
        let parsed = Self.arguments(of: written, settings: settings)
        self.tool = tool
        writtenArguments = Self.recorded(written.arguments, settings: settings)
        // Some servers parse the arguments of earlier calls, so one that isn't JSON would spoil every later request.
        let isObject = if case .success(.object) = parsed { true } else { false }
        call = ToolCall(
            id: id, name: tool == nil ? written.name.asToolName : written.name,
            arguments: isObject ? written.arguments : "{}", itemID: written.itemID(as: id))
        arguments = (try? parsed.get()) ?? .null
        guard let tool else {
            work = .failure(.unknownTool(available: member.definitions.map(\.name)))
            return
        }
        work = parsed.flatMap { arguments in
            Result { () throws(InputError) in try tool.prepare(arguments) }.mapError(ToolFailure.invalidInput)
        }
    }

    /// A call that isn't looked at.
    init(refusing written: ToolCall, id: String, because failure: ToolFailure) {
        tool = nil
        writtenArguments = written.arguments.cut(toBytes: 1_000)
        call = ToolCall(id: id, name: written.name.asToolName, arguments: "{}", itemID: written.itemID(as: id))
        work = .failure(failure)
        arguments = .null
    }

    /// Whether it may be carried out beside others, and before the input has passed.
    var isRead: Bool { tool?.effect ?? .read == .read }

    /// Whether it does something outside the host's data, so that it must not simply be made again.
    var isOutside: Bool { !isRead && (try? work.get())?.look != nil }

    func needsApproval(_ context: D.Context) -> Bool { (try? work.get())?.needsApproval(context) ?? false }

    static func arguments(of written: ToolCall, settings: RunSettings) -> Result<JSONValue, ToolFailure> {
        let limit = settings.maxArgumentBytes
        guard written.arguments.utf8.count <= limit else { return .failure(.argumentsTooLarge(limitBytes: limit)) }
        return Result { () throws(JSONError) in
            try JSONValue(parsing: written.arguments, limits: JSONLimits(depth: 32, bytes: limit))
        }.mapError { .argumentsNotJSON(problem: "\($0)") }
    }

    private static func recorded(_ arguments: String, settings: RunSettings) -> String {
        arguments.utf8.count > settings.maxArgumentBytes ? arguments.cut(toBytes: 1_000) : arguments
    }
}

extension ToolCall {
    /// The provider's id of the item, unless the call had to be renamed: such an id may be as little unique as the other.
    func itemID(as id: String) -> String? { id == self.id ? itemID : nil }
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
