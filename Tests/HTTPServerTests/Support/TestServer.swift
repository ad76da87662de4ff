import Synchronization

@testable import HTTPServer

/// A server on a port of its own, with a clock that stands still until it is moved.
struct TestServer: Sendable {
    let server: Server
    let clock: TestClock
    let events: EventRecorder
    let port: Int

    func connect(receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBuffer: receiveBuffer)
    }

    /// Sends one request on a connection of its own.
    func exchange(_ request: String, toHead: Bool = false) throws -> TestResponse {
        let client = try connect()
        client.send(request)
        return try client.readResponse(toHead: toHead)
    }

    /// Returns once every loop has begun to drain.
    func beginDrain() async {
        server.beginDrain(within: .seconds(10))
        await server.timePassed()
    }

    func advance(by duration: Duration) async {
        clock.advance(by: duration)
        await server.timePassed()
    }
}

/// How a test wants its server.
struct ServerSetup {
    var configure: (inout ServerConfiguration) -> Void = { _ in }
    var bodyLimit: @Sendable (Request) -> Int? = { _ in nil }
    var render: @Sendable (Refusal) -> Response = \.plainResponse
    var handler: Server.Handler = echo

    /// Runs the body with such a server, then stops it.
    func serve(_ body: (TestServer) async throws -> Void) async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        configure(&configuration)
        let clock = TestClock()
        let events = EventRecorder()
        let hooks = ServerHooks(bodyLimit: bodyLimit, render: render, observe: { events.record($0) })
        let server = Server(configuration, hooks: hooks, clock: clock.serverClock, handler: handler)
        let address = try server.start()
        do {
            try await body(TestServer(server: server, clock: clock, events: events, port: address.port))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// Answers with the method, the path and the body.
let echo: Server.Handler = { request in
    Response(
        .ok, "text/plain", "\(request.method.name) \(request.path) \(String(decoding: request.body, as: UTF8.self))")
}

/// A time that only tests move.
final class TestClock: Sendable {
    private let nanoseconds = Atomic<Int>(1_000_000_000_000)

    /// Sun, 06 Nov 1994 08:49:37 GMT
    static let unixSeconds = 784_111_777

    var serverClock: ServerClock {
        ServerClock(
            monotonic: { self.nanoseconds.load(ordering: .sequentiallyConsistent) },
            unixSeconds: { Self.unixSeconds })
    }

    func advance(by duration: Duration) {
        nanoseconds.wrappingAdd(Timeouts.nanoseconds(duration), ordering: .sequentiallyConsistent)
    }
}
