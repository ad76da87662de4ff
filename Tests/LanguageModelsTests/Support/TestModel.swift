import AgentRuntime
import Formats
import Foundation
import HTTPClient
import LanguageModels
import Synchronization
import Testing

/// A model whose server gives these replies.
func withModel(
    _ wire: ModelWire, _ replies: Reply..., key: String? = "sk-test-secret",
    options change: (inout OpenAIModelOptions) -> Void = { _ in }, clock: any RunClock = JumpingClock(),
    maxBodyBytes: Int = 64 << 20, _ body: (OpenAIModel, StandInServer) async throws -> Void
) async throws {
    try await withModel(wire, replies, key: key, options: change, clock: clock, maxBodyBytes: maxBodyBytes, body)
}

func withModel(
    _ wire: ModelWire, _ replies: [Reply], key: String? = "sk-test-secret",
    options change: (inout OpenAIModelOptions) -> Void = { _ in }, clock: any RunClock = JumpingClock(),
    maxBodyBytes: Int = 64 << 20, _ body: (OpenAIModel, StandInServer) async throws -> Void
) async throws {
    let server = try StandInServer(replies)
    let client = try WebClient()
    var options = OpenAIModelOptions(model: "gpt-test", wire: wire)
    change(&options)
    var modelServer = ModelServer(baseURL: server.baseURL, key: key, client: client)
    modelServer.maxBodyBytes = maxBodyBytes
    let model = OpenAIModel(
        server: modelServer, options: options, clock: clock,
        now: { Date(timeIntervalSince1970: 784_111_777) })
    let result: Result<Void, any Error>
    do { result = .success(try await body(model, server)) } catch { result = .failure(error) }
    server.stop()
    await client.shutdown()
    for request in server.requests { try Schemas.check(request) }
    try result.get()
}

/// A clock whose alarms ring at once, moving the time to their deadline; it keeps how long each was to wait.
final class JumpingClock: RunClock {
    private let state = Mutex((now: ContinuousClock.now, waits: [Duration]()))

    var now: ContinuousClock.Instant { state.withLock(\.now) }

    /// Those of at least 100 ms: what comes between calls.
    var waits: [Duration] { state.withLock { $0.waits.filter { $0 >= .milliseconds(100) } } }

    func alarm(at deadline: ContinuousClock.Instant, ring: @escaping @Sendable () -> Void) -> Alarm {
        let wait = now.duration(to: deadline)
        // What bounds an operation isn't waited for; its ring would cancel.
        guard wait >= .milliseconds(100) else { return Alarm {} }
        state.withLock { state in
            state.now = max(state.now, deadline)
            state.waits.append(wait)
        }
        ring()
        return Alarm {}
    }
}

/// Keeps what is delivered.
final class Deliveries: Sendable {
    private let all = Mutex<[ModelEvent]>([])
    /// Opened with the first text.
    let gate = Gate()

    var events: [ModelEvent] { all.withLock { $0 } }
    var sink: ModelEventSink {
        { [self] event in
            all.withLock { $0.append(event) }
            if case .text = event { gate.open() }
        }
    }
    var text: String {
        events.reduce("") { text, event in if case .text(let more) = event { text + more } else { text } }
    }
}

extension ModelRequest {
    static func hello(
        items: [Item] = [.user("Hello")], tools: [ToolDefinition] = [], settings: ModelSettings = ModelSettings(),
        output: OutputFormat? = nil, within limit: Duration = .seconds(60)
    ) -> ModelRequest {
        ModelRequest(
            instructions: "Be brief.", items: items, tools: tools, settings: settings, output: output, groupID: "g1",
            deadline: ContinuousClock.now + limit)
    }
}

extension ToolDefinition {
    static let lookUp = ToolDefinition(
        name: "lookup_order", description: "Finds an order.",
        parameters: [
            "type": "object", "properties": ["order_id": ["type": "string"]], "required": ["order_id"],
            "additionalProperties": false,
        ])
}

/// The error that an operation throws.
func failure(of operation: () async throws -> some Any) async -> (any Error)? {
    do {
        _ = try await operation()
        return nil
    } catch {
        return error
    }
}
