import Foundation
import Testing

@Suite(.ownThreads) struct AccessTests {
    private static let privatePaths = [
        "/metrics", "/metrics/channels", "/customers/lookup?email=ada@example.com",
        "/conversations/00000000-0000-4000-8000-000000000000",
    ]

    @Test(arguments: ProgramBackend.allCases)
    func `private endpoints need the key that the first start showed`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let running = try desk.start("api")
            let line = try #require(running.process.log.split(separator: "\n").first { $0.contains("shown this once") })
            let key = try #require(line.split(separator: " ").last.map(String.init))

            for path in Self.privatePaths {
                let closed = try running.client.get(path)
                let guessed = try running.client.get(path, headers: ["Authorization": "Bearer fte_guessed"])
                let open = try running.client.get(path, headers: ["Authorization": "Bearer \(key)"])

                #expect(closed.status == 401, "\(path)")
                #expect(guessed.status == 401, "\(path)")
                #expect([200, 404].contains(open.status), "\(path)")
            }
        }
    }

    @Test func `in the development setting a direct local read needs no key`() throws {
        let desk = try Desk(environment: ["ENVIRONMENT": "development"])
        let client = try desk.start("api").client

        for path in Self.privatePaths {
            let direct = try client.get(path)
            let fromPage = try client.get(path, headers: ["Origin": "https://elsewhere.example"])
            let proxied = try client.get(path, headers: ["X-Forwarded-For": "203.0.113.9"])

            #expect([200, 404].contains(direct.status), "\(path)")
            #expect(fromPage.status == 401, "\(path)")
            #expect(proxied.status == 401, "\(path)")
        }
    }

    @Test(arguments: [
        ["FTE_CONTAINER": "1"], ["KUBERNETES_SERVICE_HOST": "10.0.0.1"], ["FTE_SERVER_HOST": "0.0.0.0"],
        ["FTE_SERVER_PUBLIC_URL": "https://help.example.com"], ["FTE_WORKSPACE_DIR": "/somewhere/else"],
    ])
    func `the development setting is refused where others could come by`(environment: [String: String]) throws {
        let desk = try Desk(environment: ["ENVIRONMENT": "development"])

        let refused = try desk.launch("serve", environment: environment)
        let code = try refused.waitForExit()

        #expect(code != 0)
        #expect(refused.log.contains("development"))
        #expect(!refused.log.contains("listening"))
    }

    @Test func `a name made to point at us is not answered`() throws {
        let desk = try Desk(environment: ["ENVIRONMENT": "development"])
        let client = try desk.start("api").client

        let rebound = try client.get("/metrics/channels", headers: ["Host": "rebound.example"])

        #expect(rebound.status == 421)
    }
}
