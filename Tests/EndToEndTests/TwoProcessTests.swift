import Testing

/// `fte api` and `fte worker` on one file.
@Suite(.ownThreads) struct TwoProcessTests {
    @Test(arguments: ProgramBackend.allCases)
    func `an idle worker answers at once what another process took in`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let worker = try desk.start("worker")
            let api = try desk.start("api")

            let receipts = try (0..<5).map { try api.client.submit(["subject": "Question \($0)"]) }
            let pages = try receipts.map { receipt in
                try api.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
            }

            #expect(pages.allSatisfy { $0.messages.map(\.role) == ["customer", "agent"] })
            #expect(try [api.stop(), worker.stop()] == [0, 0])
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `what waited while no worker ran is answered when one starts`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let receipt = try client.submit()
            let before = try client.ticket(receipt.ticketId)

            try desk.start("worker")
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(before.messages.count == 1)
            #expect(before.waitingOn == "agent")
            #expect(page.messages.count == 2)
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a worker takes over at once from one that was killed in the middle of an answer`(backend: ProgramBackend)
        async throws
    {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let doomed = try desk.start("worker", environment: ["FTE_FAULTS_KILL_AT": "answer.stored"])
            let receipt = try client.submit()
            let code = try doomed.process.waitForExit()

            try desk.start("worker")
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(code == 128 + 9)
            #expect(page.messages.map(\.role) == ["customer", "agent"])
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `two that wait together get one answer`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let client = try desk.start("api").client
            let receipt = try client.submit()
            _ = try client.reply("And how do I invite people to my workspace?", to: receipt.ticketId)

            try desk.start("worker")
            let page = try client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(page.messages.map(\.role) == ["customer", "customer", "agent"])
        }
    }
}
