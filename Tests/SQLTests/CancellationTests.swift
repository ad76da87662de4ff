import SQL
import Testing

@Suite struct CancellationTests {
    @Test func `a write that waits is dropped at once`() async throws {
        try await withDatabaseFile(schema: schema) { database in
            let gate = Gate()
            async let holder: Void = database.write { _ in gate.pass() }
            await gate.waitUntilEntered()
            let waiting = Task { try await database.write { try $0.execute("INSERT INTO notes VALUES (1)") } }
            await database.waitUntilWaiting(1)

            waiting.cancel()

            // Answered although the thread is still held.
            await #expect(throws: CancellationError.self) { try await waiting.value }
            gate.open()
            try await holder
            let count = try await noteCount(in: database)
            #expect(count == 0)
        }
    }

    @Test func `a write that runs is finished`() async throws {
        try await withDatabaseFile(schema: schema) { database in
            let gate = Gate()
            let running = Task {
                try await database.write { tx in
                    gate.pass()
                    try tx.execute("INSERT INTO notes VALUES (1)")
                }
            }
            await gate.waitUntilEntered()

            running.cancel()
            gate.open()

            try await running.value
            let count = try await noteCount(in: database)
            #expect(count == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a read is interrupted in the middle of a statement`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let gate = Gate()
            let running = Task {
                try await database.read { tx in
                    gate.pass()
                    try tx.execute(endless)
                }
            }
            await gate.waitUntilEntered()
            gate.open()

            running.cancel()

            await #expect(throws: CancellationError.self) { try await running.value }
            let answer = try await database.read { tx in try tx.row("SELECT 1") { try $0.int(0) } }
            #expect(answer == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a task that was cancelled before runs nothing`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let cancelled = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await database.write { try $0.script("CREATE TABLE never (id INTEGER)") }
            }
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            await #expect(throws: SQLError.self) { try await database.read { try $0.execute("SELECT 1 FROM never") } }
        }
    }

    @Test func `a read past its time is stopped with an error that says so`() async throws {
        var options = SQLiteOptions()
        options.readTimeLimit = .milliseconds(20)
        try await withDatabaseFile(options: options) { database in
            await #expect(throws: SQLError.timeLimitExceeded(.milliseconds(20))) {
                try await database.read { try $0.execute(endless) }
            }
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `a storm of cancelled work leaves the database whole`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            try await database.write { try $0.script(schema) }
            let stored = await withTaskGroup(of: Int.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let task = Task {
                            try await database.write { try $0.affectedRows("INSERT INTO notes VALUES ($1)", index) }
                        }
                        if index % 2 == 0 { task.cancel() }
                        return (try? await task.value) ?? 0
                    }
                }
                return await group.reduce(0, +)
            }
            let count = try await noteCount(in: database)
            #expect(count == stored)
            #expect(count >= 100)
        }
    }
}

private let schema = "CREATE TABLE notes (id INTEGER PRIMARY KEY);"

private let endless: StaticString = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
    SELECT count(*) FROM numbers
    """

private func noteCount(in database: any Database) async throws -> Int {
    try await database.read { tx in try tx.row("SELECT count(*) FROM notes") { try $0.int(0) } ?? 0 }
}
