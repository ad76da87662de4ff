import Testing

@testable import HTTPServer

@Suite struct TimeoutTests {
    @Test func `a head that drips gets 408`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\n")
            await server.events.until { $0.bytesReceived == 16 }
            await server.advance(by: .seconds(6))
            client.send("Host: a\r\n")
            await server.events.until { $0.bytesReceived == 25 }
            await server.advance(by: .seconds(5))

            #expect(try client.readResponse().status == 408)
        }
    }

    @Test func `a connection without a word is closed without one`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            await server.events.until { $0.open == 1 }
            await server.advance(by: .seconds(11))

            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `a connection that comes after a long sleep has its whole time`() async throws {
        try await ServerSetup(configure: { $0.loops = 1 }).serve { server in
            _ = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            await server.events.until { $0.open == 0 }
            await server.server.timePassed()
            server.clock.advance(by: .seconds(3600))
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\n")
            await server.server.timePassed()
            client.send("Host: a\r\n\r\n")

            #expect(try client.readResponse().status == 200)
        }
    }

    @Test func `a body that drips gets 408`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
            client.send(head)
            // One octet every five seconds is progress, but far below the least rate.
            for count in 1...3 {
                client.send("x")
                await server.events.until { $0.bytesReceived == head.utf8.count + count }
                await server.advance(by: .seconds(5))
            }

            #expect(try client.readResponse().status == 408)
        }
    }

    @Test func `a body that comes steadily may take long`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
            client.send(head)
            for count in 1...20 {
                client.send([UInt8](repeating: 65, count: 3_000))
                await server.events.until { $0.bytesReceived == head.utf8.count + 3_000 * count }
                await server.advance(by: .seconds(5))
            }

            #expect(try client.readResponse().status == 200)
        }
    }

    @Test func `a connection at rest is closed after a while`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.readResponse()
            await server.events.until { $0.finished.count == 1 }
            await server.advance(by: .seconds(59))
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.readResponse().status == 200)
            await server.events.until { $0.finished.count == 2 }
            await server.advance(by: .seconds(61))

            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `a handler may take its time`() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await ServerSetup(handler: { _ in
            for await _ in gate {}
            return Response(.ok)
        }).serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await server.events.until { $0.bytesReceived > 0 }
            await server.advance(by: .seconds(3_600))
            opener.finish()

            #expect(try client.readResponse().status == 200)
        }
    }

    @Test func `a client that never reads is cut`() async throws {
        try await ServerSetup(handler: { _ in
            Response(.ok, "text/plain", [UInt8](repeating: 65, count: 50_000_000))
        }).serve { server in
            let client = try server.connect(receiveBuffer: 4_096)
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try client.read(through: "\r\n\r\n")
            await server.advance(by: .seconds(21))
            await server.events.until { $0.open == 0 }

            #expect(server.events.record.finished.map(\.isCutShort) == [true])
        }
    }

    @Test func `a client that lingers after its last response is closed`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.0\r\n\r\n")
            _ = try client.readToEnd()
            await server.events.until { $0.finished.count == 1 }
            await server.advance(by: .seconds(3))

            await server.events.until { $0.open == 0 }
        }
    }

    @Test func `pace counts octets, and pauses`() {
        var pace = Pace(start: 100, allowance: 10, nanosecondsPerByte: 2)
        #expect(pace.deadline == 110)
        pace.advance(by: 3, at: 107)
        #expect(pace.deadline == 116)
        pace.advance(by: 1_000, at: 108)
        #expect(pace.deadline == 118, "a burst buys no long silence")
        pace.advance(by: 0, at: 200)
        #expect(pace.deadline == 118)
    }
}
