import Testing

@testable import HTTPServer

@Suite struct ServerStartTests {
    @Test func `a port that is taken is an error that says so`() async throws {
        try await ServerSetup().serve { server in
            var configuration = ServerConfiguration()
            configuration.port = server.port
            let second = Server(configuration, handler: echo)

            #expect(throws: ServerError.portTaken(host: "127.0.0.1", port: server.port)) { try second.start() }
        }
    }

    @Test(arguments: ["203.0.113.7", "300.1.1.1", "not a name"])
    func `an address of another machine is an error that says so`(host: String) {
        var configuration = ServerConfiguration()
        configuration.host = host
        configuration.port = 0
        let server = Server(configuration, handler: echo)

        #expect(throws: ServerError.unknownHost(host)) { try server.start() }
    }

    @Test func `a server starts once`() async throws {
        try await ServerSetup().serve { server in
            #expect(throws: ServerError.alreadyStarted) { try server.server.start() }
        }
    }

    @Test func `a server that never started stops at once`() async {
        let server = Server(handler: echo)

        await server.stop()

        #expect(server.address == nil)
    }

    @Test func `what happens is told`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
            _ = try client.readResponse()
            client.close()
            await server.events.until { $0.open == 0 && $0.opened == 1 }

            let summary = try #require(server.events.record.finished.first)
            #expect(summary.method == .post)
            #expect(summary.status == .ok)
            #expect(summary.bytesReceived == 53)
            #expect(summary.bytesSent > 100)
            #expect(summary.duration == .zero, "the clock stood still")
            #expect(!summary.isCutShort)
        }
    }
}
