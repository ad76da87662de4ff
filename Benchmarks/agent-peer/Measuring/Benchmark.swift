import AgentRuntime
import Formats
import Foundation
import HTTPClient
import LanguageModels
import Synchronization

/// What a run costs. Every run is a conversation of its own.
struct Benchmark: Sendable {
    private let arguments: PeerArguments
    private let scenario: Scenario
    private let agent: AgentScript
    private let tools: [Tool<Scripted>]
    private let client: WebClient
    private let server: ModelServer
    private let loop: LoopModel?
    private let hooks: (any RunHooks)?
    private let sink: SpanSink?
    private let importMemory = ProcessMeter.memory
    private let preload: [Item]

    init(_ arguments: PeerArguments) throws {
        self.arguments = arguments
        let scenarios = try Scenarios(file: arguments.scenarios)
        guard let scenario = scenarios.all.first(where: { $0.name == arguments.scenario }),
            let agent = scenario.agents.first?.script
        else { throw PeerArguments.Problem(description: "no scenario \(arguments.scenario)") }
        self.scenario = scenario
        self.agent = agent
        tools = agent.tools.compactMap { scenarios.tools[$0]?.tool(nil) }
        var options = WebClientOptions()
        options.caFile = arguments.caFile
        client = try WebClient(options)
        server = ModelServer(baseURL: arguments.base, key: "sk-fake", client: client)
        loop = arguments.model == .loop ? LoopModel(scenario) : nil
        hooks = arguments.streams ? PartReader() : nil
        sink = arguments.tracing == .off ? nil : try SpanSink(arguments.tracing, folder: arguments.folder)
        let text = String(repeating: "x", count: 200)
        preload = (0..<arguments.preload).map {
            $0.isMultiple(of: 2) ? .user(text) : .assistant(AssistantMessage(text))
        }
    }

    func run() async throws {
        let store: ConversationStore? =
            switch arguments.session {
            case .none: nil
            case .memory: try await ConversationStore(path: nil)
            case .file: try await ConversationStore(path: "\(arguments.folder)/bench\(getpid()).db")
            }
        let warmup = max(arguments.warmup, arguments.concurrency)
        _ = try await batch(0..<warmup, store)
        let warmMemory = ProcessMeter.memory
        let spans = sink?.spans ?? 0
        let cpu = ProcessMeter.cpuSeconds
        let start = ContinuousClock.now
        let durations = try await batch(warmup..<warmup + arguments.runs, store).sorted()
        let wall = start.duration(to: .now) / .seconds(1)
        let measured = Measured(
            arguments: arguments, modelCalls: scenario.steps.count, durations: durations, wall: wall,
            cpu: ProcessMeter.cpuSeconds - cpu, spans: (sink?.spans ?? 0) - spans, importMemory: importMemory,
            warmMemory: warmMemory)
        print(measured.json.text)
        await store?.close()
        await client.shutdown()
    }

    private func batch(_ numbers: Range<Int>, _ store: ConversationStore?) async throws -> [Duration] {
        let next = RunNumbers(numbers)
        return try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<arguments.concurrency {
                group.addTask {
                    var durations: [Duration] = []
                    while let number = next.take() {
                        durations.append(try await one(number, store))
                    }
                    return durations
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func one(_ number: Int, _ store: ConversationStore?) async throws -> Duration {
        let conversation = "conv\(number)"
        if !preload.isEmpty, let store {
            try await store.save(Session(context: Scripted.Context(), items: preload), conversation)
        }
        let start = ContinuousClock.now
        let agent = try agent(number)
        let input = [InputMessage(id: "1", text: scenario.inputs[0])]
        var session = try await store?.session(conversation) ?? Session(context: Scripted.Context())
        let trace = Trace(groupID: conversation, startedAt: Date(), origin: start)
        let run = trace.id.hex
        var settings = RunSettings()
        settings.history = HistoryLimit(maxItems: max(200, preload.count + 20))
        let result = await Runner.run(
            agent, input: input, session: session, trace: trace, settings: settings, hooks: hooks,
            journal: store?.journal(of: run))
        session.record(input, result, keeping: settings.history)
        try await store?.save(session, conversation, ending: run)
        try sink?.take(result.trace)
        guard case .finalOutput = result.ending else { throw PeerArguments.Problem(description: "\(result.ending)") }
        return start.duration(to: .now)
    }

    private func agent(_ number: Int) throws -> Agent<Scripted> {
        let model: any Model =
            loop
            ?? OpenAIModel(
                server: server,
                options: OpenAIModelOptions(
                    model: "fake:\(scenario.name):\(getpid())-\(number)", wire: arguments.wire))
        return try Agent(
            name: agent.name, instructions: .text(agent.instructions), model: model, modelSettings: agent.settings,
            tools: tools)
    }
}

/// Looks at each part of an answer as it comes.
private struct PartReader: RunHooks {
    let wantsParts = true
}

/// Hands out each number once.
private final class RunNumbers: Sendable {
    private let left: Mutex<Range<Int>>

    init(_ numbers: Range<Int>) { left = Mutex(numbers) }

    func take() -> Int? { left.withLock { $0.popFirst() } }
}
