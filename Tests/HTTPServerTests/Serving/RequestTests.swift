import Testing

@testable import HTTPServer

@Suite struct RequestTests {
    @Test func `a request is answered, with a date and a length`() async throws {
        try await ServerSetup().serve { server in
            let response = try server.exchange("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")

            #expect(response.status == 200)
            #expect(response.body == "POST /x hello")
            #expect(response["content-type"] == "text/plain")
            #expect(response["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(response["content-length"] == "13")
            #expect(response["connection"] == nil)
        }
    }

    @Test func `requests sent ahead are answered in order`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send(
                (0..<200).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\($0 % 10)" }.joined())
            client.finishSending()

            for number in 0..<200 {
                #expect(try client.readResponse().body == "POST /\(number) \(number % 10)")
            }
            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `a request may come octet by octet, between others`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            let request = Array(
                "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8
            )
            for _ in 0..<2 {
                for byte in request { client.send([byte]) }
                #expect(try client.readResponse().body == "POST /a abcde")
            }
        }
    }

    @Test func `a large body arrives whole, and so does a large response`() async throws {
        let letters = (0..<1_000_000).map { UInt8(97 + $0 % 26) }
        try await ServerSetup(
            configure: { configuration in
                configuration.maxBodyBytes = 1_000_000
            },
            handler: { request in
                Response(.ok, "text/plain", request.body)
            }
        ).serve { server in
            let client = try server.connect()
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
            client.send(letters)

            #expect(try client.readResponse().body == String(decoding: letters, as: UTF8.self))
        }
    }

    @Test func `the body is waited for with 100 Continue`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.readResponse().status == 100)
            client.send("ok")

            #expect(try client.readResponse().body == "POST / ok")
        }
    }

    @Test func `a body too large is refused instead of asked for`() async throws {
        try await ServerSetup().serve { server in
            let response = try server.exchange(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n")

            #expect(response.status == 413)
        }
    }

    @Test func `HEAD is answered with the length alone`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n")

            let head = try client.readResponse(toHead: true)
            let next = try client.readResponse()

            #expect(head["content-length"] == "8")
            #expect(next.body == "GET /y ")
        }
    }

    @Test func `OPTIONS and unknown methods are the handler's`() async throws {
        try await ServerSetup().serve { server in
            let options = try server.exchange("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
            let brew = try server.exchange("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(options.body == "OPTIONS * ")
            #expect(brew.body == "BREW /pot ")
        }
    }

    @Test func `a status without content has no length and no body`() async throws {
        try await ServerSetup(handler: { _ in
            Response(.noContent, headers: Headers(["A": "b"]), body: .bytes([65]))
        }).serve { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let first = try client.readResponse()
            let second = try client.readResponse()

            #expect(first.status == 204)
            #expect(first["content-length"] == nil)
            #expect(first["a"] == "b")
            #expect(second.status == 204)
        }
    }

    @Test func `HTTP 1_0 ends the connection unless asked to keep it`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let kept = try client.readResponse()
            client.send("GET /b HTTP/1.0\r\n\r\n")
            let last = try client.readResponse()

            #expect(kept["connection"] == "keep-alive")
            #expect(last["connection"] == "close")
            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `a client that asks to close is closed`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send(
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /ignored HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try client.readResponse()["connection"] == "close")
            #expect(try client.readToEnd() == "")
        }
    }

    @Test func `the handler is told who asks`() async throws {
        try await ServerSetup(handler: { request in
            Response(.ok, "text/plain", "\(request.remoteAddress.host) \(request.remoteAddress.isLoopback)")
        }).serve { server in
            let response = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(response.body == "127.0.0.1 true")
        }
    }

    @Test func `many connections share the loops`() async throws {
        try await ServerSetup(configure: { configuration in
            configuration.loops = 3
        }).serve { server in
            let clients = try (0..<60).map { _ in try server.connect() }
            for (number, client) in clients.enumerated() { client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n") }
            for (number, client) in clients.enumerated() {
                #expect(try client.readResponse().body == "GET /\(number) ")
            }
        }
    }
}
