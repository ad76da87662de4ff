import Testing

@testable import HTTPServer

@Suite struct StreamTests {
    struct Broken: Error {}

    @Test func `chunks arrive as they are written, then the next request`() async throws {
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/csv") { writer in
                for number in 1...3 { try await writer.write("\(number)\n") }
                try await writer.write("")
            }
        }).serve { server in
            let client = try server.connect()
            for _ in 0..<2 {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = try client.readResponse()
                #expect(response["transfer-encoding"] == "chunked")
                #expect(response.body == "1\n2\n3\n")
            }
        }
    }

    @Test func `a sequence can be a body`() async throws {
        try await ServerSetup(handler: { _ in
            let (chunks, feed) = AsyncStream.makeStream(of: [UInt8].self)
            for text in ["a", "b"] { feed.yield(Array(text.utf8)) }
            feed.finish()
            return .stream(.ok, "text/plain", chunks: chunks)
        }).serve { server in
            let response = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(response.body == "ab")
        }
    }

    @Test func `HTTP 1_0 gets the body without chunks, ended by the connection`() async throws {
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in try await writer.write("hello") }
        }).serve { server in
            let response = try server.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")

            #expect(response["transfer-encoding"] == nil)
            #expect(response["connection"] == "close")
            #expect(response.body == "hello")
        }
    }

    @Test func `HEAD runs no producer`() async throws {
        let recorder = EventRecorder()
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { _ in recorder.note("produced") }
        }).serve { server in
            let client = try server.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            _ = try client.readResponse(toHead: true)

            #expect(try client.readToEnd() == "")
            #expect(recorder.record.notes.isEmpty)
        }
    }

    @Test func `a producer that fails leaves the body incomplete`() async throws {
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in
                try await writer.write("half")
                throw Broken()
            }
        }).serve { server in
            let client = try server.connect()
            client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.read(through: "half\r\n")

            #expect(try client.readToEnd() == "")
            #expect(server.events.record.failedStreams == ["/x"])
        }
    }

    @Test func `a writer waits for a slow client, and goes on with it`() async throws {
        let recorder = EventRecorder()
        let chunk = [UInt8](repeating: 65, count: 100_000)
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in
                for _ in 0..<300 {
                    try await writer.write(chunk)
                    recorder.note("")
                }
            }
        }).serve { server in
            let client = try server.connect(receiveBuffer: 4_096)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.read(through: "\r\n\r\n")
            await recorder.until { $0.notes.count > 1 }
            await server.server.timePassed()
            #expect(recorder.record.notes.count < 200, "unread chunks pile up")

            var size = 0
            while let chunk = try client.readChunk() { size += chunk.utf8.count }
            #expect(size == 30_000_000)
        }
    }

    @Test func `a writer learns that its client is gone`() async throws {
        let recorder = EventRecorder()
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in
                do {
                    while true { try await writer.write([UInt8](repeating: 65, count: 10_000)) }
                } catch {
                    recorder.note("\(error is CancellationError)")
                    throw error
                }
            }
        }).serve { server in
            let client = try server.connect(receiveBuffer: 4_096)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.read(through: "\r\n\r\n")
            client.reset()

            await recorder.until { $0.notes == ["true"] }
            #expect(server.events.record.failedStreams.isEmpty)
        }
    }

    @Test func `a writer may be used away from the loop`() async throws {
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        let work = Task.detached { for _ in 0..<50 { try await writer.write("x") } }
                        group.addTask { _ = await work.result }
                    }
                }
            }
        }).serve { server in
            let response = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(response.body == String(repeating: "x", count: 400))
        }
    }

    @Test func `a writer kept beyond its stream throws`() async throws {
        let (writers, keep) = AsyncStream.makeStream(of: BodyWriter.self)
        try await ServerSetup(handler: { _ in
            .stream(.ok, "text/plain") { writer in keep.yield(writer) }
        }).serve { server in
            _ = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let kept = await writers.first { _ in true }
        let writer = try #require(kept)

        await #expect(throws: CancellationError.self) { try await writer.write("late") }
    }
}
