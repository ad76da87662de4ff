import Foundation
import TestServers
import Testing

@Suite(.ownThreads) struct PostgresStartTests {
    @Test(arguments: TestServer.all)
    func `one URL is all that has to be set, and the data directory is not made`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let desk = try Desk(environment: ["DATABASE_URL": database.url(as: "fte_owner")])

            let client = try desk.start("serve").client
            let receipt = try client.submit()
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(page.messages.map(\.role) == ["customer", "agent"])
            #expect(!FileManager.default.fileExists(atPath: desk.data))
        }
    }

    @Test(arguments: TestServer.all)
    func `an address in parts is as good as a URL`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let port = try #require(URLComponents(string: server.url)?.port)
            let desk = try Desk(environment: [
                "POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": String(port), "POSTGRES_DB": database.name,
                "POSTGRES_USER": "fte_owner", "POSTGRES_PASSWORD": "it's \\ odd",
            ])

            let migrated = try desk.run("migrate")

            #expect(migrated.output == "The schema of fte_owner@127.0.0.1:\(port)/\(database.name) is up to date.\n")
        }
    }

    @Test(arguments: TestServer.all)
    func `processes that start together on an empty database all come up`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let desk = try Desk(environment: database.twoRoles)

            let workers = try (0..<4).map { _ in try desk.launch("worker") }

            for worker in workers { try worker.waitForLine("Ready") }
            let applied = workers.map { $0.log.components(separatedBy: "name=desk version=1").count - 1 }
            #expect(applied.reduce(0, +) == 1)
        }
    }

    @Test(arguments: TestServer.all)
    func `a role that may not migrate is told so in one line, and goes on once the owner has`(
        server: TestServer
    ) async throws {
        try await server.withDatabase { database in
            let desk = try Desk(environment: ["DATABASE_URL": database.url(as: "fte_app")])

            let refused = try desk.run("tickets", "list")
            let migrated = try desk.run("migrate", environment: database.twoRoles)
            let listed = try desk.run("tickets", "list")

            #expect(refused.code == 1)
            #expect(refused.errors.contains("migration 1 (desk) is missing, and the role 'fte_app' may not apply it."))
            #expect(refused.errors.contains("FTE_DATABASE_OWNER_URL"))
            #expect(refused.errors.split(separator: "\n").count == 1)
            #expect(migrated.code == 0)
            #expect(listed.output == "No tickets.\n")
        }
    }

    @Test(arguments: TestServer.all)
    func `two companies in one database see nothing of each other`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let one = try Desk(environment: database.twoRoles.merging(["FTE_WORKSPACE_SLUG": "one"]) { $1 })
            let two = try Desk(environment: database.twoRoles.merging(["FTE_WORKSPACE_SLUG": "two"]) { $1 })
            let first = try one.start("serve")
            let second = try two.start("serve")

            let receipt = try first.client.submit()
            try first.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
            let foreign = try second.client.get("/support/ticket/\(receipt.ticketId)")
            let lists = try [one, two].map { try $0.run("tickets", "list").output }

            #expect(foreign.status == 404)
            #expect(lists[0].contains(receipt.reference))
            #expect(lists[1] == "No tickets.\n")
            #expect([first, second].allSatisfy { $0.process.log.contains("shown this once") })
        }
    }

    @Test func `a server that is away is waited for, then named in one line`() throws {
        let desk = try Desk(environment: [
            "DATABASE_URL": "postgresql://fte_app:hunter2@127.0.0.1:1/fte", "FTE_DATABASE_PATIENCE": "300ms",
        ])

        let refused = try desk.launch("serve")
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains("Database is away; waiting"))
        #expect(
            refused.log.contains(
                "fte: the database fte_app@127.0.0.1:1/fte can't be used: no server answers at 127.0.0.1:1."))
        #expect(!refused.log.contains("hunter2"))
    }

    @Test(arguments: [
        "mysql://fte:hunter2@db/fte", "postgresql://fte:hunter2@@db/fte", "postgresql://fte:hunter2/x@db/fte",
        "postgresql://fte:hunter2%@db/fte", "postgresql://fte:x@db:hunter2/fte",
    ])
    func `a URL that can't be one is refused without being shown`(url: String) throws {
        let refused = try Desk(environment: ["DATABASE_URL": url]).run("tickets", "list")

        #expect(refused.code == 1)
        #expect(refused.errors.hasPrefix("fte: DATABASE_URL: database.url must b"))
        #expect(!refused.errors.contains("hunter2"))
    }
}
