import Testing

@testable import HTTPServer

@Suite struct EventStreamTests {
    private static let request = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `events arrive one by one`() async throws {
        let (events, feed) = AsyncStream.makeStream(of: ServerSentEvent.self)
        try await ServerSetup(handler: { _ in
            .events(events)
        }).serve { server in
            let client = try server.connect()
            client.send(Self.request)
            let head = try client.read(through: "\r\n\r\n")
            #expect(head.contains("Content-Type: text/event-stream\r\n"))
            #expect(head.contains("Cache-Control: no-store\r\n"))

            for number in 1...3 {
                feed.yield(ServerSentEvent(id: "\(number)", data: "news"))
                #expect(try client.readChunk() == "id: \(number)\ndata: news\n\n")
            }
            feed.finish()
            #expect(try client.readChunk() == nil)
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.readResponse().status == 200)
        }
    }

    @Test(arguments: [false, true])
    func `a client that leaves ends the handler's stream`(isReset: Bool) async throws {
        let recorder = EventRecorder()
        try await ServerSetup(handler: { _ in
            .events { writer in
                try await writer.send(ServerSentEvent(data: "hello"))
                for await _ in AsyncStream<Void>.makeStream().stream {}
                recorder.note(Task.isCancelled ? "cancelled" : "ended")
            }
        }).serve { server in
            let client = try server.connect()
            client.send(Self.request)
            _ = try client.read(through: "hello\n\n")
            if isReset { client.reset() } else { client.close() }

            await recorder.until { $0.notes == ["cancelled"] }
            await server.events.until { $0.open == 0 }
        }
    }

    @Test func `a client that left before its stream began gets none`() async throws {
        let recorder = EventRecorder()
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ServerSetup(handler: { _ in
            for await _ in gate {}
            return .events { _ in recorder.note("produced") }
        }).serve { server in
            let client = try server.connect()
            client.send(Self.request)
            client.finishSending()
            await server.events.until { $0.bytesReceived > 0 }
            await server.server.timePassed()
            opener.finish()

            #expect(try client.readToEnd() == "")
            #expect(recorder.record.notes.isEmpty)
        }
    }

    @Test func `a drain says farewell and ends the stream`() async throws {
        let recorder = EventRecorder()
        try await ServerSetup(handler: { _ in
            .events(farewell: ServerSentEvent(event: "restart", retry: .seconds(1))) { writer in
                try await writer.send(ServerSentEvent(data: "hello"))
                for await _ in AsyncStream<Void>.makeStream().stream {}
                recorder.note(Task.isCancelled ? "cancelled" : "ended")
            }
        }).serve { server in
            let client = try server.connect()
            client.send(Self.request)
            _ = try client.read(through: "hello\n\n\r\n")

            await server.beginDrain()

            #expect(try client.readChunk() == "event: restart\nretry: 1000\n\n")
            #expect(try client.readChunk() == nil)
            #expect(try client.readToEnd() == "")
            client.close()
            #expect(await server.server.drain(within: .seconds(10)) == 0)
            #expect(recorder.record.notes == ["cancelled"])
        }
    }

    @Test func `a quiet stream is kept open by comments`() async throws {
        try await ServerSetup(handler: { _ in
            .events { _ in for await _ in AsyncStream<Void>.makeStream().stream {} }
        }).serve { server in
            let client = try server.connect()
            client.send(Self.request)
            _ = try client.read(through: "\r\n\r\n")
            for _ in 0..<3 {
                await server.advance(by: .seconds(16))
                #expect(try client.readChunk() == ":\n\n")
            }
        }
    }

    @Test func `a client that reads no events is cut`() async throws {
        try await ServerSetup(handler: { _ in
            .events { writer in
                while true { try await writer.send(ServerSentEvent(data: String(repeating: "x", count: 100_000))) }
            }
        }).serve { server in
            let client = try server.connect(receiveBuffer: 4_096)
            client.send(Self.request)
            _ = try client.read(through: "\r\n\r\n")
            // Whether the socket is full by now or not: without a reader, time runs out.
            await server.advance(by: .seconds(21))
            await server.advance(by: .seconds(21))
            await server.advance(by: .seconds(21))

            await server.events.until { $0.open == 0 }
        }
    }
}
