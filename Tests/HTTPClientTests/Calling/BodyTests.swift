import HTTPClient
import Testing

@Suite struct BodyTests {
    @Test func `the head is here before the body`() async throws {
        let hasHead = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            hasHead.block()
            try peer.send("ok")
        }
        try await withClient { client in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            #expect(response.status == 200)
            hasHead.fire()

            let answer = try await response.body.collect(upTo: 2)
            #expect(answer == Array("ok".utf8))
        }
    }

    @Test func `pieces arrive as they are sent, then the end`() async throws {
        let next = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for piece in ["a", "b", "c"] {
                next.block()
                try peer.send("1\r\n\(piece)\r\n")
            }
            next.block()
            try peer.send("0\r\n\r\n")
        }
        try await withClient { client in
            var body = try await client.send(HTTPRequest(.get, server.url())).body.makeAsyncIterator()
            for piece in ["a", "b", "c"] {
                next.fire()
                let answer = try await body.next()
                #expect(answer == Array(piece.utf8))
            }
            next.fire()

            let second = try await body.next()
            #expect(second == nil)
            let third = try await body.next()
            #expect(third == nil)
        }
    }

    @Test func `a server that sends faster than the body is read has to wait`() async throws {
        let total = 32 * 1024 * 1024
        let progress = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 1, count: 64 * 1024)
            var sent = 0
            // What the client and the two kernels take without a reader.
            while sent < total {
                let taken = peer.sendWithoutWaiting(Array(piece[..<min(piece.count, total - sent)]))
                sent += taken
                if taken == 0 && peer.isFull() { break }
            }
            progress.fire(sent)
            try peer.send([UInt8](repeating: 1, count: total - sent))
        }
        try await withClient { client in
            let response = try await client.send(HTTPRequest(.get, server.url()))
            let sentUnread = await progress.wait() ?? 0
            var count = 0
            for try await piece in response.body {
                #expect(piece.count <= 256 * 1024)
                count += piece.count
            }

            #expect(sentUnread < total)
            #expect(count == total)
        }
    }

    @Test func `a body that is let go closes its connection`() async throws {
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
            peer.waitForClose()
            closed.fire()
        }
        try await withClient { client in
            _ = try await client.send(HTTPRequest(.get, server.url()))

            await closed.wait()
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
    ])
    func `a body cut short is an error after what arrived`(answer: String) async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.send(answer)
        }
        try await withClient { client in
            await #expect(throws: HTTPError.closedEarly) { try await client.get(server.url()) }
            var body = try await client.send(HTTPRequest(.get, server.url())).body.makeAsyncIterator()
            var received: [UInt8] = []
            let error = await #expect(throws: HTTPError.self) {
                while let piece = try await body.next() { received += piece }
            }

            #expect(error == .closedEarly)
            #expect(received == Array("hello".utf8))
            await #expect(throws: HTTPError.closedEarly) { try await body.next() }
        }
    }

    @Test(arguments: [false, true])
    func `a body over its limit is refused`(saysLength: Bool) async throws {
        let closed = Signal()
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            let length = saysLength ? "Content-Length: 11\r\n" : ""
            try peer.send("HTTP/1.1 200 OK\r\n\(length)\r\nhello")
            try peer.send(" world")
            peer.waitForClose()
            closed.fire()
        }
        try await withClient { client in
            var request = HTTPRequest(.get, server.url())
            request.limits.maxBodyBytes = 10
            await #expect(throws: HTTPError.bodyTooLarge) { try await client.collect(request) }
            await closed.wait()
            await #expect(throws: HTTPError.bodyTooLarge) {
                try await client.send(request).body.collect(upTo: 1_000)
            }
            await closed.wait()
        }
    }

    @Test func `collecting a stream has a limit of its own`() async throws {
        let server = try ScriptedServer { peer, _ in
            _ = try peer.readRequest()
            try peer.answer("hello world")
        }
        try await withClient { client in
            let response = try await client.send(HTTPRequest(.get, server.url()))

            await #expect(throws: HTTPError.bodyTooLarge) { try await response.body.collect(upTo: 10) }
        }
    }
}
