import Foundation
import Glibc
import Testing

@Suite(.ownThreads) struct StopTests {
    @Test(arguments: ProgramBackend.allCases)
    func `a request that has begun is finished before the program ends`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let running = try desk.start("serve")
            let body = String(decoding: try JSONEncoder().encode(DeskClient.form), as: UTF8.self)
            let connection = try Connection(running.port)
            connection.send(
                Connection.head(
                    "POST", "/support/submit",
                    headers: ["Content-Type": "application/json", "Content-Length": "\(body.utf8.count)"]))
            connection.send(String(body.prefix(20)))
            // Answered on another connection: the server has read what came before.
            _ = try running.client.get("/health/live")

            running.process.signal(SIGTERM)
            try running.process.waitForLine("Stopping")
            connection.send(String(body.dropFirst(20)))
            let answer = try connection.answer()
            let code = try running.process.waitForExit()

            #expect(answer.status == 200)
            #expect(code == 0)
            let receipt = try answer.decoded(Receipt.self)
            let page = try desk.start("serve").client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
            #expect(page.messages.map(\.role) == ["customer", "agent"])
        }
    }

    @Test(arguments: [SIGTERM, SIGINT], ProgramBackend.allCases)
    func `an answer on its way is stored before the program ends`(signal: Int32, backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let api = try desk.start("api")
            let hold = try Hold(at: "run.finished")
            let worker = try desk.start("worker", environment: hold.environment)
            let receipt = try api.client.submit()
            try hold.waitUntilReached(by: worker.process)

            worker.process.signal(signal)
            try worker.process.waitForLine("Stopping")
            hold.goOn()
            let code = try worker.process.waitForExit()
            let page = try api.client.ticket(receipt.ticketId)

            #expect(code == 0)
            #expect(page.messages.map(\.role) == ["customer", "agent"])
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `an open page is told that the server goes`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let running = try desk.start("api")
            let receipt = try running.client.submit()
            let events = try running.client.watch(receipt.ticketId)

            running.process.signal(SIGTERM)
            let last = try events.next()
            let code = try running.process.waitForExit()

            #expect(last == "drain")
            #expect(code == 0)
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a load balancer that was told of the stop may still send for a while`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let api = try desk.start("api", environment: ["FTE_SERVER_DRAIN_DELAY": "60s"])

            api.process.signal(SIGTERM)
            try api.process.waitForLine("Stopping")
            while try api.client.get("/health/ready").status == 200 {}
            let receipt = try api.client.submit()
            api.process.signal(SIGTERM)
            let code = try api.process.waitForExit()

            #expect(!receipt.ticketId.isEmpty)
            #expect(code == 1, "The second signal ends the delay too.")
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a second signal ends the program although an answer is on its way`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let api = try desk.start("api")
            let hold = try Hold(at: "claim.committed")
            let worker = try desk.start("worker", environment: hold.environment)
            let receipt = try api.client.submit()
            try hold.waitUntilReached(by: worker.process)

            worker.process.signal(SIGTERM)
            try worker.process.waitForLine("Stopping")
            worker.process.signal(SIGINT)
            let code = try worker.process.waitForExit()
            try desk.start("worker")
            let page = try api.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(code == 1)
            #expect(page.messages.map(\.role) == ["customer", "agent"])
        }
    }
}
