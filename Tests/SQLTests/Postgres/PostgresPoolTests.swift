import Foundation
import SQL
import TestServers
import Testing

@Suite struct PostgresPoolTests {
    @Test(arguments: TestServer.all)
    func `who waits too long for a connection is told although all are held`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
            $0.patience = .milliseconds(500)
        } _: { database, _ in
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            await #expect(throws: SQLError.overloaded) { try await database.write { _ in } }
            await #expect(throws: SQLError.overloaded) { try await database.read { _ in } }
            gate.open()
            try await holder
        }
    }

    @Test(arguments: TestServer.all)
    func `a full line refuses, and takes more once it moves`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
            $0.maxWaiting = 2
        } _: { database, _ in
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            async let first: Void = database.write { _ in }
            async let second: Void = database.read { _ in }
            await database.waitUntilWaiting(2)
            await #expect(throws: SQLError.overloaded) { try await database.write { _ in } }
            gate.open()
            _ = try await (holder, first, second)
            try await database.write { _ in }
        }
    }

    @Test(arguments: TestServer.all)
    func `transactions run beside each other, on as many connections as there may be`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 3
        } _: { database, _ in
            let gates = (0..<3).map { _ in Gate() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for gate in gates { group.addTask { try await database.write { _ in gate.pass() } } }
                for gate in gates { await gate.waitUntilEntered() }
                #expect(database.statistics.busyConnections == 3)
                #expect(database.statistics.connections == 3)
                for gate in gates { gate.open() }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `where the server allows fewer connections the others do the work`(server: TestServer) async throws {
        let role = "few_\(UUID().uuidString.lowercased().replacing("-", with: "").prefix(12))"
        try await server.run("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 2")
        try await server.withDatabase { place in
            var options = PostgresOptions(url: place.url(as: role))
            options.connections = 4
            let database = try await PostgresDatabase(options)
            try await closing(database) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<40 { group.addTask { try await database.write { try $0.execute("SELECT 1") } } }
                    try await group.waitForAll()
                }
                #expect(database.statistics.failures == 0)
                await #expect(throws: SQLError.self) {
                    // One is left, or none: the first of these has it.
                    let others = try await (PostgresDatabase(options), PostgresDatabase(options))
                    await others.0.close()
                    await others.1.close()
                }
            }
        }
        try await server.run("DROP ROLE \(role)")
    }

    @Test(arguments: TestServer.all)
    func `the scope is set in each transaction and gone after it`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
            $0.scope = PostgresScope(setting: "fte.workspace", value: "0193a7f0-1c2b-7def-89ab-0123456789cd")
        } _: { database, place in
            try await database.write { tx in
                try tx.script(
                    """
                    CREATE TABLE notes (id BIGINT PRIMARY KEY, workspace_id TEXT NOT NULL);
                    ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                    ALTER TABLE notes FORCE ROW LEVEL SECURITY;
                    CREATE POLICY workspace ON notes USING (workspace_id = current_setting('fte.workspace', true));
                    """)
            }
            try await place.run("INSERT INTO notes VALUES (1, 'another'), (2, '0193a7f0-1c2b-7def-89ab-0123456789cd')")

            let seen = try await [database.read { try $0.noteIDs() }, database.write { try $0.noteIDs() }]
            await #expect(throws: SQLError.self) {
                try await database.write { try $0.execute("INSERT INTO notes VALUES (3, 'another')") }
            }
            // Whatever the session has left is seen by a transaction that ends ours.
            let left = try await database.write { tx in
                try tx.script("ROLLBACK")
                let left = try tx.row("SELECT current_setting('fte.workspace', true)") { try $0.textOrNil(0) }
                try tx.script("BEGIN")
                return left
            }
            #expect(seen == [[2], [2]])
            #expect(left == "")
        }
    }

    @Test(arguments: TestServer.all)
    func `a clock of ours takes the place of the server's`(server: TestServer) async throws {
        let noon = Date(timeIntervalSince1970: 1_795_252_020.5)
        try await server.withPostgres {
            $0.clock = { noon }
        } _: { database, _ in
            let now = try await database.write { try $0.now() }
            #expect(now == noon)
        }
    }

    @Test(arguments: TestServer.all)
    func `closing finishes what was accepted and ends every session`(server: TestServer) async throws {
        try await server.withPostgres {
            $0.connections = 1
            $0.applicationName = "closing"
        } _: { database, place in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT PRIMARY KEY)") }
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            async let waiting: Void = database.write { try $0.execute("INSERT INTO notes VALUES (1)") }
            await database.waitUntilWaiting(1)
            async let closed: Void = database.close()
            gate.open()
            _ = try await (holder, waiting, closed)

            try await place.waitUntil(hasNoSession)
            try await place.waitUntil("SELECT EXISTS (SELECT FROM notes)")
        }
    }

    @Test(arguments: TestServer.all)
    func `a database that is let go of ends its sessions too`(server: TestServer) async throws {
        try await server.withDatabase { place in
            do {
                var options = PostgresOptions(url: place.url(as: "fte_owner"))
                options.applicationName = "closing"
                let database = try await PostgresDatabase(options)
                try await database.write { try $0.execute("SELECT 1") }
            }
            try await place.waitUntil(hasNoSession)
        }
    }
}

private let hasNoSession: StaticString = """
    SELECT NOT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'closing')
    """
