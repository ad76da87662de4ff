import SQL
import TestServers
import Testing

@Suite struct PostgresCancellationTests {
    @Test(arguments: TestServer.all)
    func `cancelling a read stops its statement on the server`(server: TestServer) async throws {
        try await server.withPostgres { database, place in
            let running = Task { try await database.read { try $0.execute("SELECT pg_sleep(600)") } }
            try await place.waitUntil(isSleeping)

            running.cancel()

            await #expect(throws: CancellationError.self) { try await running.value }
            try await place.waitUntil(isNotSleeping)
        }
    }

    @Test(arguments: TestServer.all)
    func `a request to stop never meets the next transaction`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
        } _: { database, _ in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT PRIMARY KEY)") }
            for id in 1...60 {
                let gate = Gate()
                let running = Task {
                    try await database.read { tx in
                        gate.pass()
                        try tx.execute("SELECT pg_sleep(600)")
                    }
                }
                await gate.waitUntilEntered()
                gate.open()
                // Early, in the middle or late: wherever it happens to meet the statement.
                for _ in 0..<(id * 20) { await Task.yield() }
                running.cancel()
                async let write: Void = database.write { try $0.execute("INSERT INTO notes VALUES ($1)", id) }
                await #expect(throws: CancellationError.self) { try await running.value }
                try await write
            }
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == Array(1...60))
            #expect(database.statistics.retries == 0)
        }
    }

    @Test(arguments: TestServer.all)
    func `a write that waits is dropped at once, one that runs is finished`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
        } _: { database, _ in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT PRIMARY KEY)") }
            let gate = Gate()
            let running = Task {
                try await database.write { tx in
                    gate.pass()
                    try tx.execute("INSERT INTO notes VALUES (1)")
                }
            }
            await gate.waitUntilEntered()
            let waiting = Task { try await database.write { try $0.execute("INSERT INTO notes VALUES (2)") } }
            await database.waitUntilWaiting(1)

            waiting.cancel()
            running.cancel()

            await #expect(throws: CancellationError.self) { try await waiting.value }
            gate.open()
            try await running.value
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == [1])
        }
    }

    @Test(arguments: TestServer.all)
    func `a cancelled write that fails says why`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            let gate = Gate()
            let running = Task {
                try await database.write { tx in
                    gate.pass()
                    try tx.execute("INSERT INTO missing VALUES (1)")
                }
            }
            await gate.waitUntilEntered()
            running.cancel()
            gate.open()
            await #expect(throws: SQLError.other(code: "42P01", message: #"relation "missing" does not exist"#)) {
                try await running.value
            }
        }
    }
}

private let isSleeping: StaticString = """
    SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%')
    """
private let isNotSleeping: StaticString = """
    SELECT NOT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%')
    """
