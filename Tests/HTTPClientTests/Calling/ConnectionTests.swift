import HTTPClient
import Testing

@Suite struct ConnectionTests {
    /// Answers each request with its connection's number.
    private func numberedServer() throws -> ScriptedServer {
        try ScriptedServer { peer, number in
            while true {
                _ = try peer.readRequest()
                try peer.answer("\(number)")
            }
        }
    }

    @Test func `calls one after another share a connection`() async throws {
        let server = try numberedServer()
        try await withClient { client in
            for _ in 0..<5 {
                let answer = try await client.get(server.url())
                #expect(answer == "0")
            }

            #expect(client.statistics.connectionsMade == 1)
            #expect(client.statistics.connectionsReused == 4)
            #expect(client.statistics.callsStarted == 5)
        }
    }

    @Test func `a request that must not be repeated gets a connection of its own`() async throws {
        let server = try numberedServer()
        try await withClient { client in
            let answer = try await client.get(server.url())
            #expect(answer == "0")
            var request = HTTPRequest(.post, server.url(), body: [1])
            request.mustNotRepeat = true
            let second = try await client.collect(request).body
            #expect(second == Array("1".utf8))
        }
    }

    @Test func `a request that must not be repeated is not, though its connection dies`() async throws {
        let requests = Signal()
        let server = try ScriptedServer { peer, number in
            _ = try peer.readRequest()
            requests.fire(number)
            if number > 0 { return peer.reset() }
            try peer.answer("")
            _ = try peer.readRequest()
            requests.fire(100)
        }
        try await withClient { client in
            _ = try await client.get(server.url())
            var request = HTTPRequest(.post, server.url(), body: [1])
            request.mustNotRepeat = true
            await #expect(throws: HTTPError.closedEarly) { try await client.collect(request) }

            #expect(await requests.wait() == 0)
            #expect(await requests.wait() == 1)
            #expect(client.statistics.connectionsMade == 2)
        }
    }

    @Test func `a connection that the server closed at rest is replaced`() async throws {
        let closed = Signal()
        let server = try ScriptedServer { peer, number in
            _ = try peer.readRequest()
            try peer.answer("\(number)")
            peer.close()
            closed.fire()
        }
        try await withClient { client in
            for number in 0..<5 {
                let request = HTTPRequest(.post, server.url(), body: [1, 2, 3])
                let answer = try await client.collect(request).body
                #expect(answer == Array("\(number)".utf8))
                await closed.wait()
            }
        }
    }

    @Test func `a connection that dies unanswered after use is replaced, and the request sent again`() async throws {
        let server = try ScriptedServer { peer, number in
            let first = try peer.readRequest()
            try peer.answer("\(number) \(first.body.count)")
            _ = try peer.readRequest()
        }
        try await withClient { client in
            for number in 0..<20 {
                let request = HTTPRequest(.post, server.url(), body: Array(repeating: 7, count: 100_000))
                let answer = try await client.collect(request).body
                #expect(answer == Array("\(number) 100000".utf8))
            }
        }
    }

    @Test func `descriptors of closed connections serve again`() async throws {
        let server = try ScriptedServer { peer, number in
            for _ in 0...(number % 3) {
                _ = try peer.readRequest()
                try peer.answer("ok")
            }
        }
        try await withClient { client in
            for _ in 0..<20 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        let host = number % 2 == 0 ? "127.0.0.1" : "localhost"
                        group.addTask {
                            let answer = try await client.get("http://\(host):\(server.port)/")
                            #expect(answer == "ok")
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `no more calls run at once to one host than are allowed`() async throws {
        let arrivals = Signal()
        let mayGo = Signal()
        let server = try ScriptedServer { peer, number in
            while true {
                _ = try peer.readRequest()
                arrivals.fire(number)
                mayGo.block()
                try peer.answer("ok")
            }
        }
        var options = WebClientOptions()
        options.maxConnectionsPerHost = 2
        try await withClient(options) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let answer = try await client.get(server.url())
                        #expect(answer == "ok")
                    }
                }
                await arrivals.wait()
                await arrivals.wait()
                await until { client.statistics.callsStarted == 6 }
                for _ in 0..<6 { mayGo.fire() }
                try await group.waitForAll()
            }

            #expect(client.statistics.connectionsMade == 2)
        }
    }

    @Test func `a burst to a name that is not known yet is answered`() async throws {
        let server = try numberedServer()
        try await withClient { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { _ = try await client.get("http://localhost:\(server.port)/") } }
                try await group.waitForAll()
            }

            #expect(client.statistics.openCalls == 0)
            #expect(client.statistics.callsStarted == 50)
        }
    }

    @Test func `names that lead nowhere fail every call that waited`() async throws {
        try await withClient { client in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        await #expect(throws: HTTPError.resolve) { try await client.get("http://nowhere.invalid/") }
                    }
                }
            }

            #expect(client.statistics.openCalls == 0)
        }
    }

    @Test func `a proxy is asked for the whole URL`() async throws {
        let proxy = try ScriptedServer { peer, _ in
            let request = try peer.readRequest()
            try peer.answer(request.line)
        }
        var options = WebClientOptions()
        options.proxy = "http://127.0.0.1:\(proxy.port)"
        try await withClient(options) { client in
            let answer = try await client.get("http://example.test/a")

            #expect(answer == "GET http://example.test/a HTTP/1.1")
        }
    }

    @Test func `a port that nobody listens on refuses`() async throws {
        let server = try numberedServer()
        server.stop()
        try await withClient { client in
            // The listener closes on a thread of its own.
            var outcome: HTTPError?
            while outcome == nil {
                do { _ = try await client.get(server.url()) } catch let error as HTTPError { outcome = error }
            }
            if outcome == .closedEarly {
                await #expect(throws: HTTPError.connect) { try await client.get(server.url()) }
            } else {
                #expect(outcome == .connect)
            }
        }
    }

    @Test func `loopback is no public address`() async throws {
        let server = try numberedServer()
        var options = WebClientOptions()
        options.addresses = .publicOnly
        try await withClient(options) { client in
            for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1"] {
                await #expect(throws: HTTPError.forbiddenAddress) {
                    try await client.get("http://\(host):\(server.port)/")
                }
            }
        }
    }
}
