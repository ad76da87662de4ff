import Testing

@testable import HTTPServer

@Suite struct ResponseSafetyTests {
    @Test func `a value that would begin a header of its own becomes a 500`() async throws {
        try await ServerSetup(handler: { request in
            Response(.ok, headers: Headers(["X-Name": request.query["name"] ?? ""]))
        }).serve { server in
            let response = try server.exchange("GET /?name=a%0D%0ASet-Cookie:%20b HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(response.status == 500)
            #expect(response["set-cookie"] == nil)
            #expect(response["x-name"] == nil)
            #expect(server.events.record.unfit == ["X-Name"])
        }
    }

    @Test(arguments: [0, 99, 101, 600, 1_000, -1])
    func `a status that is none becomes a 500`(code: Int) async throws {
        try await ServerSetup(handler: { _ in
            Response(Status(code))
        }).serve { server in
            let response = try server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(response.status == 500)
            #expect(server.events.record.unfit == ["status \(code)"])
        }
    }

    @Test func `a flawed rendering of a refusal gives way to the plain one`() async throws {
        try await ServerSetup(handler: { _ in
            Response(.ok, headers: Headers(["A": "\n"]))
        }).serve { server in
            let response = try server.exchange("nonsense\r\n\r\n")

            #expect(response.status == 400)
        }
    }
}
