import SQL
import Testing

@Suite struct MigratorTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `an empty database gets every migration, once`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let migrator = Migrator(migrations: [first, second])

            let pending = try await migrator.pending(in: database)
            let applied = try await migrator.migrate(database)
            let appliedAgain = try await migrator.migrate(database)
            let pendingLater = try await migrator.pending(in: database)

            #expect(pending == [first, second])
            #expect(applied == [first, second])
            #expect(appliedAgain == [])
            #expect(pendingLater == [])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a filled database keeps its rows`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await Migrator(migrations: [first]).migrate(database)
            try await database.write { try $0.execute("INSERT INTO notes (id, text) VALUES (1, 'kept')") }

            let applied = try await Migrator(migrations: [first, second]).migrate(database)

            let row = try await database.read { tx in
                try tx.row("SELECT text, stars FROM notes") { (try $0.text(0), try $0.int(1)) }
            }
            #expect(applied == [second])
            #expect(row?.0 == "kept")
            #expect(row?.1 == 3)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a database of a newer program is refused, with both versions named`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await Migrator(migrations: [first, second]).migrate(database)
            let error = await #expect(throws: MigrationError.databaseIsNewer(database: 2, program: 1)) {
                try await Migrator(migrations: [first]).migrate(database)
            }
            await #expect(throws: MigrationError.databaseIsNewer(database: 2, program: 1)) {
                _ = try await Migrator(migrations: [first]).pending(in: database)
            }
            #expect(error?.description.contains("schema version 2") == true)
            #expect(error?.description.contains("up to 1") == true)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a migration that was edited after it shipped is refused`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await Migrator(migrations: [first]).migrate(database)
            let edited = Migration(version: 1, name: "notes", sqlite: "CREATE TABLE notes (id INTEGER)")
            await #expect(throws: MigrationError.changed(version: 1, name: "notes")) {
                try await Migrator(migrations: [edited, second]).migrate(database)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a number given out of order, or unknown, is refused`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let third = Migration(version: 3, name: "third", sqlite: "CREATE TABLE third (id INTEGER)")
            try await Migrator(migrations: [first, third]).migrate(database)
            await #expect(throws: MigrationError.outOfOrder(version: 2, name: "stars", database: 3)) {
                try await Migrator(migrations: [first, second, third]).migrate(database)
            }
            await #expect(throws: MigrationError.unknown(version: 1, name: "notes")) {
                try await Migrator(migrations: [third]).migrate(database)
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a migration that fails half-way leaves nothing, those before it stay`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let broken = Migration(
                version: 2, name: "broken",
                sqlite: "CREATE TABLE half (id INTEGER); INSERT INTO missing VALUES (1);")
            let missing =
                switch database.dialect {
                case .sqlite: SQLError.other(code: "1", message: "no such table: missing")
                case .postgres: SQLError.other(code: "42P01", message: #"relation "missing" does not exist"#)
                }
            await #expect(throws: MigrationError.failed(version: 2, name: "broken", missing)) {
                try await Migrator(migrations: [first, broken]).migrate(database)
            }

            let applied = try await Migrator(migrations: [first, second]).migrate(database)
            let tables = try await database.read { tx in
                try tx.rows(
                    tx.dialect.text(
                        sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                        postgres: "SELECT relname FROM pg_stat_user_tables ORDER BY relname")
                ) { try $0.text(0) }
            }
            #expect(applied == [second])
            #expect(tables == ["notes", "schema_migrations"])
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `tasks that migrate at once share the work`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let migrations = (1...10).map {
                Migration(version: $0, name: "step", sqlite: "CREATE TABLE step_\($0) (id INTEGER)")
            }
            let applied = try await withThrowingTaskGroup(of: [Migration].self) { group in
                for _ in 0..<5 { group.addTask { try await Migrator(migrations: migrations).migrate(database) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.map(\.version).sorted() == Array(1...10))
        }
    }
}

private let first = Migration(
    version: 1, name: "notes", sqlite: "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
private let second = Migration(
    version: 2, name: "stars", sqlite: "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 3")
