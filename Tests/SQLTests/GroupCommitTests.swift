import SQL
import Testing

@Suite struct GroupCommitTests {
    @Test func `a transaction that fails takes nothing from its neighbours`() async throws {
        try await withDatabaseFile(options: patient, schema: schema) { database in
            let outcomes = try await together(
                in: database,
                [
                    { try $0.execute("INSERT INTO notes VALUES (1, 'a')") },
                    { tx in
                        try tx.execute("INSERT INTO notes VALUES (2, 'b')")
                        try tx.execute("INSERT INTO notes VALUES (1, 'again')")
                    },
                    { try $0.execute("INSERT INTO notes VALUES (3, 'c')") },
                ])

            #expect(outcomes == [nil, .unique(constraint: "notes.id"), nil])
            let ids = try await noteIDs(in: database)
            #expect(ids == [1, 3])
        }
    }

    @Test func `those that wait share one commit`() async throws {
        try await withDatabaseFile(options: patient, schema: schema) { database in
            let before = database.statistics.commits
            let bodies: [@Sendable (Transaction) throws -> Void] = (1...50).map { id in
                { try $0.execute("INSERT INTO notes VALUES ($1, 'x')", id) }
            }
            let outcomes = try await together(in: database, bodies)

            #expect(outcomes.allSatisfy { $0 == nil })
            // And so does the transaction that held the thread.
            #expect(database.statistics.commits - before == 1)
            #expect(database.statistics.largestGroup == 51)
        }
    }

    @Test func `a group that lasts too long is committed before the rest`() async throws {
        var options = SQLiteOptions()
        options.maxGroupDuration = .zero
        try await withDatabaseFile(options: options, schema: schema) { database in
            let before = database.statistics.commits
            let bodies: [@Sendable (Transaction) throws -> Void] = (1...5).map { id in
                { try $0.execute("INSERT INTO notes VALUES ($1, 'x')", id) }
            }
            let outcomes = try await together(in: database, bodies)

            #expect(outcomes.allSatisfy { $0 == nil })
            #expect(database.statistics.commits - before == 6)
        }
    }

    @Test func `when the disk is full nobody in the group is told it is stored`() async throws {
        try await withDatabaseFile(options: patient, schema: schema) { database in
            try await database.write { try $0.script("PRAGMA max_page_count = 20") }
            let big = String(repeating: "x", count: 200_000)
            let outcomes = try await together(
                in: database,
                [
                    { try $0.execute("INSERT INTO notes VALUES (1, 'a')") },
                    { try $0.execute("INSERT INTO notes VALUES (2, $1)", big) },
                    { try $0.execute("INSERT INTO notes VALUES (3, 'c')") },
                ])
            #expect(outcomes == [.full, .full, .full])
            let ids = try await noteIDs(in: database)
            #expect(ids.isEmpty)

            try await database.write { try $0.script("PRAGMA max_page_count = 1000000") }
            try await database.write { try $0.execute("INSERT INTO notes VALUES (4, $1)", big) }
            let idsLater = try await noteIDs(in: database)
            #expect(idsLater == [4])
        }
    }

    @Test func `a full disk can't be hidden by a savepoint`() async throws {
        try await withDatabaseFile(schema: schema) { database in
            try await database.write { try $0.script("PRAGMA max_page_count = 20") }
            let big = String(repeating: "x", count: 200_000)
            await #expect(throws: SQLError.full) {
                try await database.write { tx in
                    try? tx.savepoint { try tx.execute("INSERT INTO notes VALUES (2, $1)", big) }
                }
            }
        }
    }

    @Test func `a deferred foreign key fails its own transaction only`() async throws {
        try await withDatabaseFile(options: patient, schema: schema) { database in
            let outcomes = try await together(
                in: database,
                [
                    { try $0.execute("INSERT INTO notes VALUES (1, 'a')") },
                    { try $0.execute("INSERT INTO marks VALUES (99)") },
                    { tx in
                        try tx.execute("INSERT INTO marks VALUES (3)")
                        try tx.execute("INSERT INTO notes VALUES (3, 'c')")
                    },
                ])
            #expect(outcomes == [nil, .foreignKey, nil])
            let ids = try await noteIDs(in: database)
            #expect(ids == [1, 3])
        }
    }

    @Test func `a full queue refuses, and takes more once it moves`() async throws {
        var options = SQLiteOptions()
        options.maxWaiting = 2
        try await withDatabaseFile(options: options, schema: schema) { database in
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            async let first = database.write { try $0.execute("INSERT INTO notes VALUES (1, 'a')") }
            async let second = database.write { try $0.execute("INSERT INTO notes VALUES (2, 'b')") }
            await database.waitUntilWaiting(2)

            await #expect(throws: SQLError.overloaded) {
                try await database.write { try $0.execute("INSERT INTO notes VALUES (3, 'c')") }
            }
            gate.open()
            _ = try await (holder, first, second)
            let ids = try await noteIDs(in: database)
            #expect(ids == [1, 2])
        }
    }

    @Test func `closing finishes what was accepted`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await SQLiteDatabase(path: folder + "/test.db")
            try await database.write { try $0.script(schema) }
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            async let waiting = database.write { try $0.execute("INSERT INTO notes VALUES (1, 'a')") }
            await database.waitUntilWaiting(1)
            async let closed: Void = database.close()
            gate.open()
            _ = try await (holder, waiting, closed)

            let again = try await SQLiteDatabase(path: folder + "/test.db")
            try await closing(again) {
                let ids = try await noteIDs(in: again)
                #expect(ids == [1])
            }
        }
    }
}

/// A group may last as long as the slowest machine needs.
private let patient: SQLiteOptions = {
    var options = SQLiteOptions()
    options.maxGroupDuration = .seconds(600)
    return options
}()

private let schema = """
    CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE marks (note_id INTEGER NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED);
    """

private func noteIDs(in database: any Database) async throws -> [Int] {
    try await database.read { tx in try tx.rows("SELECT id FROM notes ORDER BY id") { try $0.int(0) } }
}

/// Has all of `bodies` wait in order while the thread is held, then lets them run.
///
/// - Returns: Each one's error.
private func together(
    in database: SQLiteDatabase, _ bodies: [@Sendable (Transaction) throws -> Void]
) async throws -> [SQLError?] {
    let gate = Gate()
    let holder = Task { try? await database.write { _ in gate.pass() } }
    await gate.waitUntilEntered()
    var waiting: [Task<SQLError?, any Error>] = []
    for body in bodies {
        waiting.append(
            Task {
                do {
                    try await database.write(body)
                    return nil
                } catch let error as SQLError { return error }
            })
        await database.waitUntilWaiting(waiting.count)
    }
    gate.open()
    await holder.value
    var outcomes: [SQLError?] = []
    for one in waiting { outcomes.append(try await one.value) }
    return outcomes
}
