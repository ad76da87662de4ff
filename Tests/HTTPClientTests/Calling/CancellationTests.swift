import Testing

@testable import HTTPClient

@Suite struct CancellationTests {
    @Test(arguments: [false, true])
    func `a call cancelled before its answer closes the connection`(collects: Bool) async throws {
        let arrived = Signal()
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            arrived.fire()
            peer.waitForClose()
            closed.fire()
        }
        try await withClient { client in
            let request = HTTPRequest(.get, server.url())
            let task = Task {
                if collects { _ = try await client.collect(request) } else { _ = try await client.send(request) }
            }
            await arrived.wait()
            task.cancel()

            await closed.wait()
            await #expect(throws: CancellationError.self) { try await task.value }
            await until { client.statistics.openCalls == 0 }
        }
    }

    @Test func `a call cancelled in the middle of its body closes the connection`() async throws {
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
            peer.waitForClose()
            closed.fire()
        }
        try await withClient { client in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            let hasPiece = Signal()
            let task = Task {
                for try await _ in response.body { hasPiece.fire() }
            }
            await hasPiece.wait()
            task.cancel()

            await closed.wait()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `a cancelled task sends nothing`() async throws {
        try await withClient { client in
            let mayGo = Signal()
            let task = Task {
                await mayGo.wait()
                return try await client.get("http://127.0.0.1:1/")
            }
            task.cancel()
            mayGo.fire()

            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(client.statistics.callsStarted == 0)
        }
    }

    @Test func `calls cancelled at any moment leave nothing behind`() async throws {
        let server = try ScriptedServer { peer, _ in
            while true {
                _ = try peer.readRequest()
                try peer.answer("hello")
            }
        }
        try await withClient { client in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let task = Task {
                            if number % 2 == 0 { return try await client.get(server.url()) }
                            let response = try await client.send(HTTPRequest(.get, server.url()))
                            return String(decoding: try await response.body.collect(upTo: 5), as: UTF8.self)
                        }
                        for _ in 0..<(number % 40) { await Task.yield() }
                        task.cancel()
                        if let body = try? await task.value { #expect(body == "hello") }
                    }
                }
            }
            await until { client.statistics.openCalls == 0 }

            let answer = try await client.get(server.url())
            #expect(answer == "hello")
        }
    }

    @Test func `shutdown fails open calls, waiting ones and later ones`() async throws {
        let arrived = Signal()
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            arrived.fire()
            peer.waitForClose()
            closed.fire()
        }
        var options = WebClientOptions()
        options.maxConnectionsPerHost = 1
        let client = try WebClient(options, clock: { [clock = TestClock()] in clock.now })
        let response = try await client.send(HTTPRequest(.get, server.url()))
        let waiting = Task { try await client.get(server.url()) }
        await until { client.statistics.callsStarted == 2 }
        await client.shutdown()

        await #expect(throws: HTTPError.closed) { try await response.body.collect(upTo: 100) }
        await #expect(throws: HTTPError.closed) { try await waiting.value }
        await #expect(throws: HTTPError.closed) { try await client.get(server.url()) }
        await closed.wait()
        #expect(client.statistics.openCalls == 0)
        await client.shutdown()
    }

    @Test func `a client that is let go closes its connections`() async throws {
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.answer("ok")
            peer.waitForClose()
            closed.fire()
        }
        var client: WebClient? = try WebClient()
        let answer = try await client?.get(server.url())
        #expect(answer == "ok")
        client = nil

        await closed.wait()
    }
}
