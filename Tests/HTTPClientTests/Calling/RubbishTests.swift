import HTTPClient
import Testing

@Suite struct RubbishTests {
    /// What a server sends before it closes, and what a call makes of that.
    private func outcome(_ answer: String) async throws -> HTTPError? {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send(answer)
        }
        var outcome: HTTPError?
        try await withClient { client in
            do { _ = try await client.get(server.url()) } catch let error as HTTPError { outcome = error }
        }
        return outcome
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n\r\n", "hello\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nbad name: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: a\u{1}b\r\n\r\nhello",
    ])
    func `an answer that is not HTTP is refused`(answer: String) async throws {
        let answer = try await outcome(answer)
        #expect(answer == .malformedResponse)
    }

    @Test(arguments: ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le"])
    func `an answer that stops in its head is refused`(answer: String) async throws {
        #expect(try await outcome(answer) != nil)
    }

    @Test func `a reset connection is an error`() async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            peer.reset()
        }
        try await withClient { client in
            await #expect(throws: HTTPError.closedEarly) { try await client.get(server.url()) }
        }
    }

    @Test(arguments: [1, 5_000])
    func `an endless head is cut off`(fieldBytes: Int) async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\n")
            while true { try peer.send("X: " + String(repeating: "y", count: fieldBytes) + "\r\n") }
        }
        try await withClient { client in
            await #expect(throws: HTTPError.headTooLarge) { try await client.get(server.url()) }
        }
    }

    @Test func `octets that are no text do no harm`() async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send(Array("HTTP/1.1 200 OK\r\nX: a".utf8) + [0xff, 0xfe] + Array("b\r\n\r\n".utf8))
        }
        try await withClient { client in
            let answer = try await client.collect(HTTPRequest(.get, server.url()))

            #expect(answer.head.headers["x"] == "a\u{fffd}\u{fffd}b")
        }
    }

    @Test func `random answers end in an answer or an error`() async throws {
        let pieces = [
            "HTTP/1.1 ", "200 OK", "\r\n", "Content-Length: 3", "Transfer-Encoding: chunked", "3\r\nabc\r\n",
            "0\r\n\r\n",
            "\0", "\n", "HTTP/1.1 100 Continue\r\n\r\n", "Content-Length: -1", "ffffffffffffffffff\r\n", ":", " ", "x",
        ]
        let server = try ScriptedServer { peer, number in
            var seed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            _ = try peer.readRequest()
            for _ in 0..<12 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                try peer.send(pieces[Int(seed >> 33) % pieces.count])
            }
        }
        try await withClient { client in
            for _ in 0..<200 {
                do { _ = try await client.get(server.url()) } catch let error { #expect(error is HTTPError) }
            }

            #expect(client.statistics.openCalls == 0)
        }
    }
}
