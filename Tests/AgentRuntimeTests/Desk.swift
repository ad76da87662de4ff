import AgentRuntime
import Formats
import FoundationEssentials
import Synchronization

/// A small domain for these tests: a desk that counts what was done.
enum Desk: Domain {
    struct Context: Codable, Equatable, Sendable {
        var customer = "Ada"
        var log: [String] = []
    }

    enum Effect: Equatable, Codable, Sendable {
        case ticket(String)
        case reply(String)
    }
}

struct TextInput: Equatable {
    let text: String
    static let schema = InputSchema(
        TextInput.init(text:), InputField("text", .string(length: 1...1_000), "Any text."))
}

extension Tool where D == Desk {
    static func read(_ name: String, timeout: Duration? = nil, _ answer: @escaping @Sendable () async throws -> String)
        -> Self
    {
        Tool(name, "Reads.", effect: .read, timeout: timeout, input: InputSchema(Nothing.init)) { _, _ in
            let text = try await answer()
            return ToolResult(.string(text)) { $0.log.append(text) }
        }
    }

    static var createTicket: Self {
        Tool("create_ticket", "Opens a ticket.", effect: .reversible, input: TextInput.schema) { input, call in
            ToolResult(
                ["ticket_id": .string("T-\(call.context.log.count + 1)")], effects: [.ticket(input.text)]
            ) { $0.log.append("ticket \(input.text)") }
        }
    }

    static var sendResponse: Self {
        Tool("send_response", "Answers the customer.", effect: .irreversible, input: TextInput.schema) { input, _ in
            guard input.text != "rude" else { throw ToolError("Say it kindly.", field: "text") }
            return ToolResult(["delivery_status": "pending"], effects: [.reply(input.text)])
        }
    }
}

struct Nothing: Equatable {}

struct Failure: Error {}

/// What a run is given when a test has nothing special to say.
struct Setting {
    var clock = VirtualClock()
    var settings = RunSettings()
    var session = Session<Desk>(context: Desk.Context())
    var hooks: (any RunHooks)?
    var toolUse = ToolUse.runAgain
    var modelSettings = ModelSettings()
    var maxTurns: Int?

    init() { settings.clock = clock }

    func run(
        _ model: any Model, _ tools: [Tool<Desk>] = [], input: [InputMessage] = [InputMessage(id: "m1", text: "Hello?")]
    ) async throws -> RunResult<Desk> {
        let agent = try Agent(
            name: "Support", instructions: .from { "You help \($0.customer)." }, model: model,
            modelSettings: modelSettings, tools: tools, toolUse: toolUse, maxTurns: maxTurns)
        return await Runner.run(
            agent, input: input, session: session, trace: makeTrace(), settings: settings, hooks: hooks)
    }

    /// A run of several agents.
    func run(
        team agents: [Agent<Desk>], input: [InputMessage] = [InputMessage(id: "m1", text: "Hello?")],
        journal: (any RunJournal<Desk>)? = nil, resuming steps: [JournalEntry<Desk>] = []
    ) async throws -> RunResult<Desk> {
        await Runner.run(
            try AgentTeam(agents), input: input, session: session, trace: makeTrace(), settings: settings, hooks: hooks,
            journal: journal, resuming: steps)
    }

    func makeTrace() -> Trace {
        let counter = Counter()
        return Trace(
            groupID: "conversation-1", startedAt: Date(timeIntervalSince1970: 1_700_000_000), origin: clock.now,
            random: { counter.next() })
    }
}

final class Counter: Sendable {
    private let count: Mutex<UInt64> = Mutex(0)
    var last: UInt64 { count.withLock { $0 } }
    func next() -> UInt64 {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

/// Holds those who wait until it is opened.
final class Gate: Sendable {
    private enum State {
        case closed([CheckedContinuation<Void, Never>])
        case open
    }
    private let state: Mutex<State> = Mutex(.closed([]))

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard case .closed(let waiting) = state else { return true }
                state = .closed(waiting + [continuation])
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            guard case .closed(let waiting) = state else { return [CheckedContinuation<Void, Never>]() }
            state = .open
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// What happened, in order.
final class Journal: Sendable {
    private let lines: Mutex<[String]> = Mutex([])
    var entries: [String] { lines.withLock { $0 } }
    func write(_ line: String) { lines.withLock { $0.append(line) } }
}

extension RunEnding {
    var finalText: String? { if case .finalOutput(let text) = self { text } else { nil } }
}

extension RunResult {
    /// The outputs of the run's tool calls, parsed where they are objects.
    var outputs: [JSONValue] {
        items.compactMap { item in
            guard case .toolOutput(_, let output) = item else { return nil }
            guard output.hasPrefix("{"), let value = try? JSONValue(parsing: output) else { return .string(output) }
            return value
        }
    }
}
