import SQL
import TestServers
import Testing

@Suite struct PostgresPipelineTests {
    @Test(arguments: TestServer.all)
    func `an error of a statement sent along is thrown by the next that has a result`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            try await database.write { try $0.script(schema) }
            await #expect(throws: SQLError.unique(constraint: "notes_pkey")) {
                try await database.write { tx in
                    try tx.execute("INSERT INTO notes VALUES (1)")
                    try tx.execute("INSERT INTO notes VALUES (1)")
                    try tx.execute("INSERT INTO notes VALUES (2)")
                    #expect(throws: SQLError.unique(constraint: "notes_pkey")) { try tx.noteIDs() }
                }
            }
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == [])
        }
    }

    @Test(arguments: TestServer.all)
    func `it is thrown by the write when nothing else has a result`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            try await database.write { try $0.script(schema) }
            await #expect(throws: SQLError.unique(constraint: "notes_pkey")) {
                try await database.write { tx in
                    for id in [1, 2, 2, 3] { try tx.execute("INSERT INTO notes VALUES ($1)", id) }
                }
            }
            // A rule that is looked at no sooner than at the commit.
            await #expect(throws: SQLError.foreignKey) {
                try await database.write { tx in
                    let ids = try tx.noteIDs()
                    #expect(ids == [])
                    try tx.execute("INSERT INTO marks VALUES (9)")
                }
            }
            try await database.write { try $0.execute("INSERT INTO notes VALUES (4)") }
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == [4])
        }
    }

    @Test(arguments: TestServer.all, [true, false])
    func `statements take effect in their order`(server: TestServer, isPipelined: Bool) async throws {
        try await server.withPostgres {
            $0.isPipelined = isPipelined
        } _: { database, _ in
            try await database.write { try $0.script(schema) }
            let found = try await database.write { tx in
                var found: [[Int]] = []
                for id in 1...3 {
                    try tx.execute("INSERT INTO notes VALUES ($1)", id)
                    try tx.execute("UPDATE notes SET id = id + 10 WHERE id = $1", id - 1)
                    found.append(try tx.noteIDs())
                }
                try tx.execute("DELETE FROM notes WHERE id > 10")
                return found
            }
            let left = try await database.read { try $0.noteIDs() }
            #expect(found == [[1], [2, 11], [3, 11, 12]])
            #expect(left == [3])
        }
    }

    @Test(arguments: TestServer.all)
    func `a savepoint is given its own errors and no others`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            try await database.write { try $0.script(schema) }
            let taken = SQLError.unique(constraint: "notes_pkey")
            try await database.write { tx in
                try tx.execute("INSERT INTO notes VALUES (1)")
                #expect(throws: taken) {
                    try tx.savepoint { try tx.execute("INSERT INTO notes VALUES (1)") }
                }
                try tx.execute("INSERT INTO notes VALUES (2)")
            }
            await #expect(throws: taken) {
                try await database.write { tx in
                    try tx.execute("INSERT INTO notes VALUES (2)")
                    _ = try? tx.savepoint { Issue.record("an earlier statement has failed") }
                    try tx.execute("INSERT INTO notes VALUES (3)")
                }
            }
            let ids = try await database.read { try $0.noteIDs() }
            #expect(ids == [1, 2])
        }
    }

    @Test(arguments: TestServer.all)
    func `ten thousand statements with big values and answers don't block each other`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            try await database.write { try $0.script(schema) }
            let text = String(repeating: "x", count: 4000)
            try await database.write { tx in
                for id in 1...10_000 {
                    // The rows that nobody asks for come back all the same.
                    try tx.execute("INSERT INTO notes VALUES ($1) RETURNING id, $2::text", id, text)
                }
            }
            let count = try await database.read { try $0.noteIDs().count }
            #expect(count == 10_000)
        }
    }
}

private let schema = """
    CREATE TABLE notes (id BIGINT PRIMARY KEY);
    CREATE TABLE marks (note_id BIGINT NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED);
    """
