import Testing

@Suite(.ownThreads) struct DeadLetterTests {
    @Test(arguments: ProgramBackend.allCases)
    func `a message that kills the process again and again is given up, shown and replayed`(backend: ProgramBackend)
        async throws
    {
        try await backend.withDesk { desk in
            let api = try desk.start("api")
            let ticket = try api.client.submit()
            // Cut off twice among others, then three times alone.
            let codes = try (0..<5).map { _ in
                try desk.launch("worker", environment: ["FTE_FAULTS_KILL_AT": "run.finished"]).waitForExit()
            }
            try desk.start("worker")
            let given = try api.client.ticket(ticket.ticketId) { $0.messages.count > 1 }
            let other = try api.client.submit(["subject": "A neighbour"])
            let neighbour = try api.client.ticket(other.ticketId) { $0.messages.count > 1 }

            let list = try desk.run("deadletters", "list")
            let id = try #require(list.output.split(separator: " ").first.map(String.init))
            let shown = try desk.run("deadletters", "show", id)
            let replayed = try desk.run("deadletters", "replay", id)
            let page = try api.client.ticket(ticket.ticketId) { $0.count(of: "agent") > 0 }
            let twice = try desk.run("deadletters", "replay", id)

            #expect(codes == Array(repeating: 128 + 9, count: 5))
            #expect(given.messages.map(\.role) == ["customer", "system"])
            #expect(given.status == "escalated")
            #expect(neighbour.messages.map(\.role) == ["customer", "agent"])
            #expect(list.output.contains(ticket.reference))
            #expect(shown.output.contains("cause         crash: "))
            #expect(shown.output.contains("How do I reset my password?"))
            #expect(replayed.output == "Queued; the next free worker answers it.\n")
            #expect(page.messages.map(\.role) == ["customer", "system", "agent"])
            #expect(twice.errors == "fte: this message has been answered or is being answered\n")
            #expect(twice.code == 1)
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a dead letter is not replayed while a teammate holds its ticket`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            let api = try desk.start("api")
            let ticket = try api.client.submit()
            for _ in 0..<5 {
                try desk.launch("worker", environment: ["FTE_FAULTS_KILL_AT": "run.finished"]).waitForExit()
            }
            try desk.start("worker")
            try api.client.ticket(ticket.ticketId) { $0.messages.count > 1 }
            let id = try #require(
                try desk.run("deadletters", "list").output.split(separator: " ").first.map(String.init))
            _ = try desk.run("tickets", "take", ticket.reference)

            let replayed = try desk.run("deadletters", "replay", id)

            #expect(replayed.errors.hasPrefix("fte: a teammate holds this conversation"))
            #expect(replayed.code == 1)
        }
    }

    @Test(arguments: ProgramBackend.allCases)
    func `an unknown dead letter is named`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in
            _ = try desk.run("migrate")

            let shown = try desk.run("deadletters", "show", "none")
            let list = try desk.run("deadletters", "list")

            #expect(shown.errors == "fte: no dead letter has the id 'none'; see `fte deadletters list`\n")
            #expect(list.output == "No dead letters.\n")
        }
    }
}
