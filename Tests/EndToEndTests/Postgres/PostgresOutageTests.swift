import Foundation
import TestServers
import Testing

@Suite(.ownThreads) struct PostgresOutageTests {
    @Test(arguments: TestServer.all)
    func `while the server is away nothing is acknowledged, and all goes on by itself once it is back`(
        server: TestServer
    ) async throws {
        try await server.withDatabase { database in
            var url = try #require(URLComponents(string: database.url(as: "fte_owner")))
            let relay = try Relay(to: try #require(url.port))
            url.port = relay.port
            let desk = try Desk(environment: [
                "DATABASE_URL": try #require(url.string), "FTE_DATABASE_PATIENCE": "500ms",
            ])
            let running = try desk.start("serve")
            let first = try running.client.submit()
            try running.client.ticket(first.ticketId) { $0.count(of: "agent") > 0 }

            relay.cut()
            while try running.client.get("/health/ready").status == 200 {}
            let refused = try running.client.post("/support/submit", DeskClient.form)
            let unread = try running.client.get("/support/ticket/\(first.ticketId)")
            let alive = try running.client.get("/health/live")
            try running.process.waitForLine("Heartbeat could not be stored")
            try relay.resume()
            try running.process.waitForLine("Heartbeats are stored again")
            while try running.client.get("/health/ready").status != 200 {}
            let later = try running.client.submit(["subject": "Back again"])
            try running.client.ticket(later.ticketId) { $0.count(of: "agent") > 0 }
            let code = try running.stop()

            #expect(refused.status == 503)
            #expect(unread.status == 503)
            #expect(alive.status == 200)
            #expect(refused.headers["retry-after"] != nil)
            #expect(running.process.log.components(separatedBy: "Heartbeat could not be stored").count == 2)
            #expect(code == 0)
        }
    }
}
