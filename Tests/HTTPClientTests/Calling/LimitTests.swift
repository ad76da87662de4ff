import Testing

@testable import HTTPClient

@Suite struct LimitTests {
    private let clock = TestClock()

    @Test func `a silent server is given up`() async throws {
        let arrived = Signal()
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            arrived.fire()
            peer.waitForClose()
            closed.fire()
        }
        try await withClient(clock: clock) { client in
            let call = Task { try await client.get(server.url()) }
            await arrived.wait()
            clock.advance(seconds: 59)
            await client.checkLimits()
            #expect(client.statistics.openCalls == 1)
            clock.advance(seconds: 1)
            await client.checkLimits()

            await #expect(throws: HTTPError.timedOut(.idle)) { try await call.value }
            await closed.wait()
        }
    }

    @Test func `a drip of bytes is not silence, but meets the deadline`() async throws {
        let next = Signal()
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in 0..<4 {
                next.block()
                try peer.send("x")
            }
            peer.waitForClose()
            closed.fire()
        }
        try await withClient(clock: clock) { client in
            var request = HTTPRequest(.get, server.url())
            request.limits.deadline = .now + .seconds(240)
            var body = try await client.send(request).body.makeAsyncIterator()
            for _ in 0..<4 {
                clock.advance(seconds: 50)
                next.fire()
                let answer = try await body.next()
                #expect(answer == Array("x".utf8))
                await client.checkLimits()
            }
            clock.advance(seconds: 50)
            await client.checkLimits()

            await #expect(throws: HTTPError.timedOut(.deadline)) { try await body.next() }
            await closed.wait()
        }
    }

    @Test func `a deadline is met though nobody else wakes the loop`() async throws {
        let server = try ScriptedServer { peer, _ in peer.waitForClose() }
        try await withClient(clock: nil) { client in
            var request = HTTPRequest(.get, server.url())
            request.limits.deadline = .now + .milliseconds(20)
            await #expect(throws: HTTPError.timedOut(.deadline)) { try await client.collect(request) }
            request.limits.deadline = .now - .seconds(20)
            await #expect(throws: HTTPError.timedOut(.deadline)) { try await client.collect(request) }
        }
    }

    @Test func `a call that gets no connection is given up`() async throws {
        let arrived = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            arrived.fire()
            peer.waitForClose()
        }
        var options = WebClientOptions()
        options.maxConnectionsPerHost = 1
        try await withClient(options, clock: clock) { client in
            let first = Task { try await client.get(server.url()) }
            await arrived.wait()
            let second = Task { try await client.get(server.url()) }
            await until { client.statistics.callsStarted == 2 }
            clock.advance(seconds: 10)
            await client.checkLimits()

            await #expect(throws: HTTPError.timedOut(.connect)) { try await second.value }
            #expect(client.statistics.openCalls == 1)
            first.cancel()
        }
    }

    @Test func `a reader who takes his time is not the server's silence`() async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            let body = [UInt8](repeating: 1, count: 1_000_000)
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
            try peer.send(body)
        }
        try await withClient(clock: clock) { client in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            await until { response.body.isHeldUp }
            clock.advance(seconds: 100)
            await client.checkLimits()

            let answer = try await response.body.collect(upTo: 1_000_000).count
            #expect(answer == 1_000_000)
        }
    }

    @Test func `a body that is still being sent is not silence`() async throws {
        let mayRead = Signal()
        let server = try ScriptedServer { peer, _ in
            mayRead.block()
            let request = try peer.readRequest()
            try peer.answer("\(request.body.count)")
        }
        try await withClient(clock: clock) { client in
            let request = HTTPRequest(.post, server.url(), body: [UInt8](repeating: 1, count: 20_000_000))
            let call = Task { try await client.collect(request) }
            await until { client.statistics.connectionsMade == 1 }
            // Whatever the kernels took is progress since the request began.
            await client.checkLimits()
            mayRead.fire()

            let answer = try await call.value.body
            #expect(answer == Array("20000000".utf8))
        }
    }
}
