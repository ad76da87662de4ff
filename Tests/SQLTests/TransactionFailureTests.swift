import SQL
import Testing

@Suite struct TransactionFailureTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a body that throws leaves nothing`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            await #expect(throws: Refusal()) {
                try await database.write { tx in
                    try tx.execute("INSERT INTO teams VALUES (1, 'a', 1)")
                    throw Refusal()
                }
            }
            let count = try await teamCount(in: database)
            #expect(count == 0)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a broken rule of the schema is named`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            try await database.write { try $0.execute("INSERT INTO teams VALUES (1, 'a', 1)") }

            await #expect(throws: takenName(in: database)) {
                try await database.write { try $0.execute("INSERT INTO teams VALUES (2, 'a', 1)") }
            }
            let takenID = database.dialect == .sqlite ? "teams.id" : "teams_pkey"
            await #expect(throws: SQLError.unique(constraint: takenID)) {
                try await database.write { try $0.execute("INSERT INTO teams VALUES (1, 'b', 1)") }
            }
            await #expect(throws: SQLError.notNull(column: "teams.name")) {
                try await database.write { try $0.execute("INSERT INTO teams VALUES (2, NULL, 1)") }
            }
            await #expect(throws: SQLError.check(constraint: "positive_size")) {
                try await database.write { try $0.execute("INSERT INTO teams VALUES (2, 'b', 0)") }
            }
            await #expect(throws: SQLError.foreignKey) {
                try await database.write { try $0.execute("INSERT INTO members VALUES (1, 99)") }
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a failed statement fails its transaction, whatever is caught`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            await #expect(throws: SQLError.notNull(column: "teams.name")) {
                try await database.write { tx in
                    try tx.execute("INSERT INTO teams VALUES (1, 'a', 1)")
                    _ = try? tx.affectedRows("INSERT INTO teams VALUES (2, NULL, 1)")
                    #expect(throws: SQLError.notNull(column: "teams.name")) {
                        try tx.execute("INSERT INTO teams VALUES (3, 'c', 1)")
                    }
                }
            }
            let count = try await teamCount(in: database)
            #expect(count == 0)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a savepoint undoes its own part only`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            try await database.write { tx in
                try tx.execute("INSERT INTO teams VALUES (1, 'a', 1)")
                do {
                    try tx.savepoint {
                        try tx.execute("INSERT INTO teams VALUES (2, 'b', 1)")
                        try tx.execute("INSERT INTO teams VALUES (3, 'a', 1)")
                    }
                    Issue.record("the name is taken")
                } catch let error as SQLError {
                    #expect(error == takenName(in: database))
                }
                try tx.savepoint { try tx.execute("INSERT INTO teams VALUES (4, 'd', 1)") }
            }
            let ids = try await database.read { tx in
                try tx.rows("SELECT id FROM teams ORDER BY id") { try $0.int(0) }
            }
            #expect(ids == [1, 4])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a read can't write`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            await #expect(throws: SQLError.readOnly) {
                try await database.read { try $0.execute("INSERT INTO teams VALUES (1, 'a', 1)") }
            }
            try await database.write { try $0.execute("INSERT INTO teams VALUES (1, 'a', 1)") }
            let count = try await teamCount(in: database)
            #expect(count == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `wrong SQL is an error that says what is wrong`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let missing =
                switch database.dialect {
                case .sqlite: SQLError.other(code: "1", message: "no such table: missing")
                case .postgres: SQLError.other(code: "42P01", message: #"relation "missing" does not exist"#)
                }
            await #expect(throws: missing) {
                try await database.read { tx in try tx.rows("SELECT 1 FROM missing") { _ in } }
            }
            await #expect(throws: SQLError.self) { try await database.read { try $0.execute("SELECT $name", 1) } }
            await #expect(throws: SQLError.self) { try await database.read { try $0.execute("SELECT $2", 1, 2) } }
            let error = await #expect(throws: SQLError.self) { try await database.read { try $0.execute(" ; ") } }
            #expect(error?.description.hasSuffix("the statement is empty") == true)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `an error never quotes a value`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let faulty: [StaticString] =
                switch database.dialect {
                case .sqlite: ["SELECT '{}' ->> ('$[' || $1)"]
                case .postgres:
                    [
                        "SELECT $1::text::regclass", "SELECT $1::text::bigint", "SELECT $1::text::jsonb",
                        "SELECT $1::inet", "SELECT set_config($1, 'x', true)", "SELECT $1::text::regtype",
                    ]
                }
            for statement in faulty {
                let error = await #expect(throws: SQLError.self) {
                    try await database.read { tx in try tx.rows(statement, "hunter2") { _ in } }
                }
                #expect(error?.description.contains("hunter2") == false)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a closed database refuses work, and may be closed again`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            await database.close()
            await #expect(throws: SQLError.closed) { try await database.write { _ in } }
            await #expect(throws: SQLError.closed) { try await database.read { _ in } }
            await database.close()
        }
    }
}

private struct Refusal: Error, Equatable {}

private let schema = """
    CREATE TABLE teams (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL CONSTRAINT positive_size CHECK (size > 0)
    );
    CREATE TABLE members (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams (id));
    """

/// SQLite names the columns, PostgreSQL the constraint.
private func takenName(in database: any Database) -> SQLError {
    .unique(constraint: database.dialect == .sqlite ? "teams.name" : "teams_name_key")
}

private func teamCount(in database: any Database) async throws -> Int {
    try await database.read { tx in try tx.row("SELECT count(*) FROM teams") { try $0.int(0) } ?? 0 }
}
