import HTTPClient
import Testing

@Suite struct CallTests {
    @Test func `GET gives status, fields and body`() async throws {
        let server = try ScriptedServer { peer, _ in
            let request = try peer.readRequest()
            try peer.answer(request.line, status: "201 Created", fields: ["X-One: 1", "X-Two:  2 "])
        }
        try await withClient { client in
            let (head, body) = try await client.collect(HTTPRequest(.get, server.url("/a?b=c")))

            #expect(head.status == 201)
            #expect(head.headers.all.map(\.name) == ["Content-Length", "X-One", "X-Two"])
            #expect(head.headers["x-two"] == "2")
            #expect(String(decoding: body, as: UTF8.self) == "GET /a?b=c HTTP/1.1")
        }
    }

    @Test func `a POST's body and fields arrive as they were given`() async throws {
        let server = try ScriptedServer { peer, _ in
            let request = try peer.readRequest()
            let own = request.fields.filter { $0.hasPrefix("X-") || $0.hasPrefix("x-") }
            try peer.answer(own.joined(separator: "|") + "|" + String(decoding: request.body, as: UTF8.self))
        }
        try await withClient { client in
            let request = HTTPRequest(
                .post, server.url(), headers: ["X-b": "1", "x-A": "é", "X-Empty": "", "X-b": "2"],
                body: Array("hello".utf8))
            let answer = try await client.collect(request)

            #expect(String(decoding: answer.body, as: UTF8.self) == "X-b: 1|x-A: é|X-Empty:|X-b: 2|hello")
        }
    }

    @Test func `a POST brings no fields that nobody asked for`() async throws {
        let server = try ScriptedServer { peer, _ in
            let request = try peer.readRequest()
            try peer.answer(request.fields.map { $0.prefix { $0 != ":" }.lowercased() }.sorted().joined(separator: " "))
        }
        try await withClient { client in
            let answer = try await client.collect(HTTPRequest(.post, server.url(), body: Array("hello".utf8)))

            #expect(String(decoding: answer.body, as: UTF8.self) == "accept content-length host user-agent")
        }
    }

    @Test(
        arguments: [HTTPMethod.get, .head, .post, .put, .patch, .delete, .options], [nil, [], [1, 2, 3]] as [[UInt8]?])
    func `a method goes with a body and without, whatever came before`(method: HTTPMethod, body: [UInt8]?) async throws
    {
        let server = try ScriptedServer { peer, _ in
            while true {
                let request = try peer.readRequest()
                let isHead = request.line.hasPrefix("HEAD")
                let line = "\(request.line) \(request["content-length"] ?? "none") \(request.body.count)"
                try peer.send("HTTP/1.1 200 OK\r\nX: \(line)\r\nContent-Length: \(isHead ? 1_000 : 0)\r\n\r\n")
            }
        }
        if method == .head && body != nil { return }
        try await withClient { client in
            for before in [HTTPMethod.get, .head, .post, .delete] {
                _ = try await client.collect(HTTPRequest(before, server.url(), body: before == .post ? [1] : nil))
                let answer = try await client.collect(HTTPRequest(method, server.url(), body: body))

                let sendsBody = body != nil || [.post, .put, .patch].contains(method)
                let length = sendsBody ? "\(body?.count ?? 0)" : "none"
                #expect(answer.head.headers["x"] == "\(method.rawValue) / HTTP/1.1 \(length) \(body?.count ?? 0)")
            }
        }
    }

    @Test func `large bodies travel whole in both directions`() async throws {
        let server = try ScriptedServer { peer, _ in
            while true {
                let request = try peer.readRequest()
                try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
                try peer.send(request.body)
            }
        }
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        try await withClient { client in
            for expectsLargeBody in [false, true] {
                var request = HTTPRequest(.post, server.url(), body: body)
                request.expectsLargeBody = expectsLargeBody
                let collected = try await client.collect(request).body
                let streamed = try await client.send(request).body.collect(upTo: body.count)

                #expect(collected == body)
                #expect(streamed == body)
            }
        }
    }

    @Test func `a chunked body comes without its chunks, interim heads and trailers are left out`() async throws {
        let server = try ScriptedServer { peer, _ in
            while true {
                _ = try peer.readRequest()
                try peer.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
                try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n5\r\nhello\r\n")
                try peer.send("6;a=b\r\n world\r\n0\r\nTrailer: t\r\n\r\n")
            }
        }
        try await withClient { client in
            let (head, body) = try await client.collect(HTTPRequest(.get, server.url()))
            let response = try await client.send(HTTPRequest(.get, server.url()))
            let streamed = try await response.body.collect(upTo: 100)

            #expect(head.status == 200)
            #expect(head.headers == ["Transfer-Encoding": "chunked", "X": "y"])
            #expect(String(decoding: body, as: UTF8.self) == "hello world")
            #expect(response.head == head)
            #expect(streamed == body)
        }
    }

    @Test func `a body without a length ends with its connection`() async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.0 200 OK\r\n\r\nall of it")
        }
        try await withClient { client in
            let answer = try await client.get(server.url())
            #expect(answer == "all of it")
        }
    }

    @Test func `a hundred calls run side by side`() async throws {
        let allHere = Signal()
        let server = try ScriptedServer { peer, number in
            let request = try peer.readRequest()
            if number == 99 { for _ in 0..<100 { allHere.fire() } }
            allHere.block()
            try peer.answer(request.line)
        }
        try await withClient { client in
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<100 { group.addTask { (number, try await client.get(server.url("/\(number)"))) } }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }

            #expect(answers == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, "GET /\($0) HTTP/1.1") }))
            #expect(client.statistics.connectionsMade == 100)
            #expect(client.statistics.openCalls == 0)
        }
    }

    @Test(arguments: ["A\r\nB", "A\nB", "A\0B", "\u{7f}"])
    func `a field that would break the request is refused`(value: String) async throws {
        try await withClient { client in
            await #expect(throws: HTTPError.invalidHeader(name: "X-Key")) {
                try await client.collect(HTTPRequest(.get, "http://127.0.0.1:1/", headers: ["X-Key": value]))
            }
        }
    }

    @Test(arguments: ["Content-Length", "transfer-encoding", "Connection", "Expect", "TE", "a b", "a:", ""])
    func `fields that frame the message, and names that are none, are refused`(name: String) async throws {
        try await withClient { client in
            await #expect(throws: HTTPError.self) {
                try await client.send(HTTPRequest(.get, "http://127.0.0.1:1/", headers: [name: "1"]))
            }
        }
    }

    @Test func `a field may replace one of the client's own`() async throws {
        let server = try ScriptedServer { peer, _ in
            let request = try peer.readRequest()
            try peer.answer("\(request["host"] ?? "") \(request["user-agent"] ?? "")")
        }
        try await withClient { client in
            let request = HTTPRequest(.get, server.url(), headers: ["Host": "example.test", "User-Agent": "me"])

            let answer = try await client.collect(request).body
            #expect(answer == Array("example.test me".utf8))
        }
    }
}
