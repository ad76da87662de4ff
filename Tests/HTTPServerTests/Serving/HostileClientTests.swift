import Testing

@testable import HTTPServer

@Suite struct HostileClientTests {
    @Test func `every hostile head gets its status, and the connection ends`() async throws {
        try await ServerSetup().serve { server in
            for (head, refusal) in HeadParserTests.hostile {
                let client = try server.connect()
                client.send(head.unicodeScalars.map { UInt8($0.value) })

                let response = try client.readResponse()

                #expect(response.status == refusal.status.code, "\(head.prefix(80).debugDescription)")
                #expect(response["connection"] == "close")
                #expect(try client.readToEnd() == "")
            }
        }
    }

    @Test func `what follows a refused request is never run`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 32\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(try client.readResponse().status == 400)
            #expect(try client.readToEnd() == "")
            #expect(server.events.record.finished.isEmpty)
        }
    }

    @Test func `a refusal reads as the product says`() async throws {
        try await ServerSetup(render: { refusal in
            Response(refusal.status, "application/problem+json", #"{"status":\#(refusal.status.code)}"#)
        }).serve { server in
            let response = try server.exchange("nonsense\r\n\r\n")

            #expect(response["content-type"] == "application/problem+json")
            #expect(response.body == #"{"status":400}"#)
            #expect(server.events.record.refused == [.malformed(.requestLine)])
        }
    }

    @Test func `an announced body beyond the limit gets 413, though the client goes on sending`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1500000\r\n\r\n")
            client.send([UInt8](repeating: 65, count: 1_500_000))

            let response = try client.readResponse()

            #expect(response.status == 413)
            #expect(response.body == "The body may have at most 262144 bytes.\n")
        }
    }

    @Test func `a chunked body beyond the limit gets 413 at once`() async throws {
        try await ServerSetup(configure: { configuration in
            configuration.maxBodyBytes = 10
        }).serve { server in
            let response = try server.exchange(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n")

            #expect(response.status == 413)
        }
    }

    @Test func `a client that never stops sending after 413 is cut`() async throws {
        try await ServerSetup().serve { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n")
            let block = [UInt8](repeating: 65, count: 1_000_000)
            var blocks = 0

            while blocks < 100, client.send(block) { blocks += 1 }

            #expect(blocks < 100)
            await server.events.until { $0.open == 0 }
        }
    }

    @Test func `a route's own limit holds`() async throws {
        try await ServerSetup(
            configure: { configuration in
                configuration.maxBodyBytes = 4
            },
            bodyLimit: { request in
                request.method == .put && request.path == "/upload" ? 8 : nil
            }
        ).serve { server in
            let request = "HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n12345678"

            let upload = try server.exchange("PUT /upload \(request)")
            let form = try server.exchange("POST /upload \(request)")
            let other = try server.exchange("PUT /other \(request)")

            #expect([upload, form, other].map(\.status) == [200, 413, 413])
        }
    }

    @Test func `spoiled requests on live connections break nothing`() async throws {
        try await ServerSetup().serve { server in
            var mutator = RequestMutator(seed: 99)
            for _ in 0..<1_500 {
                await Task.yield()
                let client = try server.connect()
                let bytes = mutator.next()
                let cut = mutator.cut(bytes)
                client.send(Array(bytes[..<cut]))
                client.send(Array(bytes[cut...]))
                switch bytes.count % 3 {
                case 0: client.reset()
                case 1: client.close()
                default:
                    client.finishSending()
                    let answer = try client.readToEnd() ?? ""
                    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "))
                }
            }
            await server.events.until { $0.opened == 1_500 && $0.open == 0 }

            #expect(try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status == 200)
        }
    }
}
