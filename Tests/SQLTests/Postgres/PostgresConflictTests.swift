import SQL
import TestServers
import Testing

@Suite struct PostgresConflictTests {
    @Test(arguments: TestServer.all)
    func `of two transactions that wait for each other both succeed`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            try await database.write { try $0.script(counters) }
            let tries = Counter()
            let (gate, otherGate) = (Gate(), Gate())
            @Sendable func increment(_ first: Int, then second: Int, _ gate: Gate) async throws {
                try await database.write { tx in
                    _ = try tx.affectedRows("UPDATE counters SET value = value + 1 WHERE id = $1", first)
                    if tries.count() <= 2 { gate.pass() }
                    _ = try tx.affectedRows("UPDATE counters SET value = value + 1 WHERE id = $1", second)
                }
            }
            async let one: Void = increment(1, then: 2, gate)
            async let other: Void = increment(2, then: 1, otherGate)
            for gate in [gate, otherGate] { await gate.waitUntilEntered() }
            for gate in [gate, otherGate] { gate.open() }
            _ = try await (one, other)

            let values = try await database.read { tx in
                try tx.rows("SELECT value FROM counters ORDER BY id") { try $0.int(0) }
            }
            #expect(values == [2, 2])
            #expect(database.statistics.retries >= 1)
        }
    }

    @Test(arguments: TestServer.all)
    func `a conflict is run again so often and no more, and no savepoint hides it`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.maxTries = 3
        } _: { database, _ in
            let runs = Counter()
            await #expect(throws: SQLError.conflict) {
                try await database.write { tx in
                    runs.count()
                    try? tx.savepoint { try tx.script("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") }
                }
            }
            #expect(runs.value == 3)
            #expect(database.statistics.retries == 2)
            #expect(database.statistics.failures == 1)
        }
    }

    @Test(arguments: TestServer.all)
    func `a lock that another holds for too long is reported as busy`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.lockTimeout = .milliseconds(20)
        } _: { database, _ in
            try await database.write { try $0.script(counters) }
            let gate = Gate()
            async let holder: Void = database.write { tx in
                _ = try tx.affectedRows("UPDATE counters SET value = 5")
                gate.pass()
            }
            await gate.waitUntilEntered()
            await #expect(throws: SQLError.busy) {
                try await database.write { try $0.execute("UPDATE counters SET value = 6") }
            }
            gate.open()
            try await holder
        }
    }

    @Test(arguments: TestServer.all)
    func `a statement past its time is stopped with an error that says so`(server: TestServer) async throws {
        let limit = Duration.milliseconds(30)
        try await server.withPostgres {
            $0.statementTimeout = limit
        } _: { database, _ in
            await #expect(throws: SQLError.timeLimitExceeded(limit)) {
                try await database.write { try $0.execute("SELECT pg_sleep(600)") }
            }
            await #expect(throws: SQLError.timeLimitExceeded(limit)) {
                try await database.read { tx in try tx.row("SELECT pg_sleep(600)") { _ in } }
            }
            await #expect(throws: SQLError.timeLimitExceeded(limit)) {
                try await database.write { try $0.script("SELECT pg_sleep(600)") }
            }
            #expect(database.statistics.retries == 0)
        }
    }

    @Test(arguments: TestServer.all)
    func `a read past its own limit is stopped, a write may take longer`(server: TestServer) async throws {
        let limit = Duration.milliseconds(30)
        try await server.withPostgres {
            $0.readTimeLimit = limit
        } _: { database, _ in
            await #expect(throws: SQLError.timeLimitExceeded(limit)) {
                try await database.read { try $0.execute("SELECT pg_sleep(600)") }
            }
            let setting = try await database.write { tx in
                try tx.row("SELECT current_setting('statement_timeout')") { try $0.text(0) }
            }
            #expect(setting == "30s")
        }
    }

    @Test(arguments: TestServer.all)
    func `a migration beside us changes a table under kept statements`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
        } _: { database, place in
            try await database.write { try $0.script(counters) }
            let before = try await database.read { try counter(in: $0) }
            try await place.run("ALTER TABLE counters ALTER COLUMN value TYPE INTEGER")
            let after = try await database.read { try counter(in: $0) }
            try await place.run("ALTER TABLE counters ALTER COLUMN value TYPE BIGINT")
            let inWrite = try await database.write { try counter(in: $0) }
            #expect([before, after, inWrite] == [0, 0, 0])
        }
    }
}

private let counters = """
    CREATE TABLE counters (id BIGINT PRIMARY KEY, value BIGINT NOT NULL);
    INSERT INTO counters VALUES (1, 0), (2, 0);
    """

private func counter(in tx: Transaction) throws -> Int {
    try tx.row("SELECT value FROM counters WHERE id = 1") { try $0.int(0) } ?? -1
}
