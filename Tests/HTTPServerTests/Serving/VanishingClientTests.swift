import Testing

@testable import HTTPServer

@Suite struct VanishingClientTests {
    @Test func `a reset cancels the handler`() async throws {
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
            client.reset()

            await recorder.until { $0.notes == ["began", "cancelled"] }
            await server.events.until { $0.open == 0 }
            #expect(server.events.record.finished.map(\.isCutShort) == [true])
            #expect(server.events.record.finished.first?.status == nil)
        }
    }

    @Test func `a client that only finished sending gets its answer`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ServerSetup(handler: { request in
            for await _ in gate {}
            return await echo(request)
        }).serve { server in
            let client = try server.connect()
            client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()
            await server.events.until { $0.bytesReceived > 0 }
            await server.server.timePassed()
            opener.finish()

            #expect(try client.readResponse().body == "GET /x ")
            #expect(try client.readToEnd() == "")
        }
    }

    @Test(arguments: ["GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc"])
    func `half a request ends with its connection`(text: String) async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send(text)
            client.finishSending()

            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `a client that goes in the middle of a response leaves nothing behind`() async throws {
        try await ServerSetup(handler: { _ in
            Response(.ok, "text/plain", [UInt8](repeating: 65, count: 20_000_000))
        }).serve { server in
            for _ in 0..<10 {
                let client = try server.connect(receiveBuffer: 4_096)
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try client.read(through: "\r\n\r\n")
                client.close()
            }

            await server.events.until { $0.opened == 10 && $0.open == 0 }
        }
    }
}
