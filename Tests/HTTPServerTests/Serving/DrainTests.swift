import Dispatch
import Testing

@testable import HTTPServer

@Suite struct DrainTests {
    @Test func `a request begun is finished, and a new connection refused`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ServerSetup(handler: { request in
            for await _ in gate {}
            return await echo(request)
        }).serve { server in
            let client = try server.connect()
            client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            await server.events.until { $0.bytesReceived > 0 }

            await server.beginDrain()
            opener.finish()

            let response = try client.readResponse()
            #expect(response.body == "GET /x ")
            #expect(response["connection"] == "close")
            client.close()
            #expect(await server.server.drain(within: .seconds(10)) == 0)
            #expect(throws: TestClient.Failure.self) { try server.connect() }
        }
    }

    @Test func `a request half sent is waited for`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nha")
            await server.events.until { $0.bytesReceived > 0 }

            await server.beginDrain()
            await server.advance(by: .seconds(2))
            client.send("lf")

            #expect(try client.readResponse().body == "POST /x half")
            client.close()
            #expect(await server.server.drain(within: .seconds(10)) == 0)
        }
    }

    @Test func `a connection at rest has a moment to begin`() async throws {
        try await ServerSetup().serve { server in
            let (busy, quiet) = (try server.connect(), try server.connect())
            for client in [busy, quiet] {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try client.readResponse()
            }

            await server.beginDrain()
            busy.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try busy.readResponse().body == "GET /late ")
            busy.close()
            await server.advance(by: .seconds(2))

            #expect(try quiet.readToEnd() == "")
            #expect(await server.server.drain(within: .seconds(10)) == 0)
        }
    }

    @Test func `when the time is over, the rest is cut and cancelled`() async throws {
        let recorder = EventRecorder()
        try await ServerSetup(handler: { _ in
            recorder.note("began")
            for await _ in AsyncStream<Void>.makeStream().stream {}
            recorder.note(Task.isCancelled ? "cancelled" : "ended")
            return Response(.ok)
        }).serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await recorder.until { $0.notes == ["began"] }

            let cutCount = await server.server.drain(within: .zero)

            #expect(cutCount == 1)
            #expect(recorder.record.notes == ["began", "cancelled"])
        }
    }

    @Test func `a run waits for a drain that begins elsewhere`() async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        let server = Server(configuration) { await echo($0) }
        let address = try server.start()
        let run = Task { await server.serve() }
        let client = try TestClient(port: address.port)
        client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try client.readResponse()
        client.close()

        let cut = await server.drain(within: .seconds(10))
        await run.value

        #expect(cut == 0)
    }

    @Test func `a cancelled run drains`() async throws {
        var configuration = ServerConfiguration()
        configuration.port = 0
        let server = Server(configuration, handler: echo)
        let running = Task { try await server.run() }
        running.cancel()

        try await running.value

        let address = try #require(server.address)
        #expect(throws: TestClient.Failure.self) { try TestClient(port: address.port) }
    }

    @Test func `a drain under load loses no request`() async throws {
        try await ServerSetup().serve { server in
            let clients = try (0..<16).map { _ in try server.connect() }
            async let counts = withThrowingTaskGroup(of: Int.self) { group in
                for client in clients { group.addTask { try await onThread { try Self.askUntilClosed(client) } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await server.events.until { $0.finished.count > 2_000 }

            let cutCount = await server.server.drain(within: .seconds(10))

            let answered = try await counts.reduce(0, +)
            #expect(cutCount == 0)
            #expect(answered == server.events.record.finished.count)
        }
    }

    /// Sends requests until a response says that it is the last, and counts the answers.
    private static func askUntilClosed(_ client: TestClient) throws -> Int {
        var count = 0
        while true {
            count += 1
            client.send("POST /\(count) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok")
            let response = try client.readResponse()
            guard response.body == "POST /\(count) ok" else { throw TestClient.Failure.unparsable(response.body) }
            if response["connection"] == "close" {
                client.close()
                return count
            }
        }
    }
}

/// Runs blocking work beside the pool that tasks share.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "client").async { continuation.resume(with: Result(catching: work)) }
    }
}
