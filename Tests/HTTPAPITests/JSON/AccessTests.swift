import HTTPAPI
import HTTPServer
import Storage
import SupportDesk
import TestSupport
import Testing

@Suite struct AccessTests {
    static let privatePaths = [
        "/conversations/00000000-0000-7000-8000-000000000001", "/customers/lookup?email=a@example.com",
        "/metrics/channels", "/metrics",
    ]

    // MARK: Keys

    @Test(arguments: privatePaths)
    func `what is private needs a key that is known and allows it`(path: String) async throws {
        try await withAPI { api in
            let without = try await api.get(path)
            let unknown = try await api.get(path, headers: ["Authorization": "Bearer guessed"])
            let empty = try await api.get(path, headers: ["Authorization": "Bearer "])
            let basic = try await api.get(path, headers: ["Authorization": "Basic cmVhZGVyOg=="])
            let known = try await api.read(path)
            let inHeader = try await api.get(path, headers: ["X-API-Key": "reader"])
            let lowercased = try await api.get(path, headers: ["authorization": "bearer reader"])

            for answer in [without, unknown, empty, basic] {
                #expect(answer.status == 401)
                #expect(answer.header("WWW-Authenticate") == "Bearer")
                #expect(answer.header("Content-Type") == "application/problem+json")
            }
            for answer in [known, inHeader, lowercased] { #expect([200, 404].contains(answer.status)) }
        }
    }

    @Test(arguments: privatePaths)
    func `a key without the scope is forbidden`(path: String) async throws {
        try await DatabaseBackend.sqliteInMemory.withDesk { desk in
            let key = APIKey(id: desk.desk.ids.new(), name: "writer", scopes: [.write])
            _ = try await desk.keys.createFirst(key, digest: "digest of writer")
            let api = try APIDesk(desk, APIDesk.Setting())

            let answer = try await api.get(path, headers: ["X-API-Key": "writer"])

            #expect(answer.status == 403)
            #expect(answer.text.contains("scope 'read'"))
        }
    }

    @Test func `an answer never repeats the key it was shown`() async throws {
        try await withAPI { api in
            let answer = try await api.get("/metrics", headers: ["X-API-Key": "s3cret-key"])

            #expect(!answer.text.contains("s3cret"))
        }
    }

    // MARK: The development setting

    private var development: APIDesk.Setting {
        var setting = APIDesk.Setting()
        setting.trustsLocalReads = true
        return setting
    }

    @Test(arguments: privatePaths)
    func `in the development setting a direct local read needs no key`(path: String) async throws {
        try await withAPI(development) { api in
            let answer = try await api.get(path)

            #expect([200, 404].contains(answer.status))
        }
    }

    @Test(arguments: [
        "Origin", "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server",
        "x-forwarded-port", "X-Real-IP", "CF-Connecting-IP",
    ])
    func `a read that came through a proxy or from a page needs one`(header: String) async throws {
        try await withAPI(development) { api in
            var headers = Headers()
            headers.append("Host", "localhost")
            headers.append(header, "null")
            let target = try #require(RequestTarget("/metrics"))

            let response = await api.api.respond(to: Request(.get, target, headers: headers))

            #expect(response.status.code == 401)
        }
    }

    @Test func `a read from elsewhere or by HTTP/1.0 needs one`() async throws {
        try await withAPI(development) { api in
            let elsewhere = try await api.request(.get, "/metrics", from: RemoteAddress(v4: 0xC0A8_0002, port: 4000))
            let old = try await api.request(.get, "/metrics", version: .http10)
            let ipv6 = try await api.request(.get, "/metrics", from: RemoteAddress(high: 0, low: 1, port: 4000))

            #expect(elsewhere.status == 401)
            #expect(old.status == 401)
            #expect(ipv6.status == 200)
        }
    }

    // MARK: Hosts

    @Test(arguments: [
        "localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "desk.example.com",
        "Desk.Example.com:443",
    ])
    func `the server answers to its names`(host: String) async throws {
        try await withAPI { api in
            let answer = try await api.get("/support/submit", headers: ["Host": host])

            #expect(answer.status == 405)
        }
    }

    @Test(arguments: [
        "evil.example.com", "localhost.evil.example.com", "desk.example.com.evil.net", "192.168.0.1", "[::2]", "",
        "evil.example.com:8000", "localhost@evil.example.com",
    ])
    func `a name that was made to point at the server is misdirected, whatever is asked`(host: String) async throws {
        try await withAPI(development) { api in
            for path in ["/", "/support/submit", "/metrics", "/nowhere", "/assets/support.css"] {
                let answer = try await api.get(path, headers: ["Host": host])
                #expect(answer.status == 421, "\(path)")
            }
            let post = try await api.request(
                .post, "/support/submit", headers: ["Host": host], body: Array(submission.utf8))
            #expect(post.status == 421)
            let rows = try await api.desk.number("SELECT count(*) FROM messages")
            #expect(rows == 0)
        }
    }

    @Test(arguments: ["/health", "/health/live", "/health/ready"])
    func `a health check may use any name`(path: String) async throws {
        try await withAPI { api in
            let answer = try await api.get(path, headers: ["Host": "10.1.2.3:8000"])

            #expect(answer.status == 200)
        }
    }

    // MARK: Methods and headers

    @Test(arguments: [
        (HTTPServer.Method.get, "/support/submit", "POST"), (.put, "/support/submit", "POST"),
        (.options, "/api/support/submit", "POST"), (.delete, "/support/ticket/x", "GET"),
        (.post, "/health", "GET"), (.post, "/metrics", "GET"), (.get, "/webhooks/gmail", "POST"),
    ])
    func `another method is told which are allowed`(
        method: HTTPServer.Method, path: String, allowed: String
    ) async throws {
        try await withAPI { api in
            let answer = try await api.request(method, path)

            #expect(answer.status == 405)
            #expect(answer.header("Allow") == allowed)
            #expect(answer.header("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test func `a head is answered like a get`() async throws {
        try await withAPI { api in
            let answer = try await api.request(.head, "/health/live")

            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["/support/ticket", "/support/ticket/", "/support/ticket/a/b", "/support//submit", "/health/"])
    func `a path that is nobody's is not found`(path: String) async throws {
        try await withAPI { api in
            let answer = try await api.get(path)

            #expect(answer.status == 404)
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
        }
    }

    // MARK: Webhooks

    @Test func `a push for no mailbox is acknowledged unread, an unsigned message refused`() async throws {
        try await withAPI { api in
            let gmail = try await api.post("/webhooks/gmail", #"{"message": {"data": "e30="}}"#)
            let whatsapp = try await api.post("/webhooks/whatsapp", "{}")
            let status = try await api.post("/webhooks/whatsapp/status", "{}")

            #expect(gmail.status == 200)
            #expect(gmail.text == #"{"status":"processed","count":0}"#)
            #expect([whatsapp.status, status.status] == [403, 403])
        }
    }
}
