import SQL
import Testing

@Suite struct TwoProcessTests {
    @Test func `two processes write to one file and lose nothing`() async throws {
        try await withCounterFile { path, database in
            let probe = try ProbeProcess("add", path, "300")
            #expect(probe.readLine() == "ready")

            for _ in 0..<300 {
                try await database.write { try $0.execute("UPDATE counter SET value = value + 1") }
            }

            #expect(probe.readLine() == "done")
            #expect(probe.waitForExit() == 0)
            let value = try await counter(in: database)
            #expect(value == 600)
        }
    }

    @Test func `another process's commits wake this one`() async throws {
        try await withCounterFile { path, database in
            let wakeUps = database.notifications(NotificationChannel("counter"))
            let probe = try ProbeProcess("add", path, "100")

            var seen = 0
            for await _ in wakeUps {
                seen = try await counter(in: database)
                if seen == 100 { break }
            }

            #expect(seen == 100)
            #expect(probe.readLine() == "ready")
            #expect(probe.readLine() == "done")
        }
    }

    @Test func `this process's commits wake another`() async throws {
        try await withCounterFile { path, database in
            let probe = try ProbeProcess("listen", path)
            #expect(probe.readLine() == "ready")

            for _ in 0..<100 {
                try await database.write { tx in
                    try tx.execute("UPDATE counter SET value = value + 1")
                    tx.notify(NotificationChannel("counter"))
                }
            }

            var last: String?
            while let line = probe.readLine() { last = line }
            #expect(last == "100")
            #expect(probe.waitForExit() == 0)
        }
    }

    @Test func `a process that never lets go of the file is reported as busy`() async throws {
        var options = SQLiteOptions()
        options.busyTimeout = .milliseconds(30)
        try await withCounterFile(options: options) { path, database in
            let probe = try ProbeProcess("hold", path)
            #expect(probe.readLine() == "held")

            await #expect(throws: SQLError.busy) {
                try await database.write { try $0.execute("UPDATE counter SET value = 5") }
            }
            // Reading goes on, and so does writing once the other is gone.
            let before = try await counter(in: database)
            probe.kill()
            try await database.write { try $0.execute("UPDATE counter SET value = 7") }
            let after = try await counter(in: database)
            #expect(before == 0)
            #expect(after == 7)
            #expect(SQLError.busy.isTransient)
        }
    }

    @Test func `several processes may migrate at once`() async throws {
        try await withTemporaryFolder { folder in
            let probes = try (0..<4).map { _ in try ProbeProcess("migrate", folder + "/test.db") }
            let applied = probes.map { $0.readLine().flatMap { Int($0) } }
            #expect(applied.reduce(0) { $0 + ($1 ?? -1000) } == 20)
            #expect(probes.map { $0.waitForExit() } == [0, 0, 0, 0])
        }
    }
}

private func withCounterFile(
    options: SQLiteOptions = SQLiteOptions(), _ body: (String, SQLiteDatabase) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let database = try await SQLiteDatabase(path: folder + "/test.db", options: options)
        try await closing(database) {
            try await database.write { tx in
                try tx.script("CREATE TABLE counter (value INTEGER NOT NULL); INSERT INTO counter VALUES (0);")
            }
            try await body(folder + "/test.db", database)
        }
    }
}

private func counter(in database: any Database) async throws -> Int {
    try await database.read { tx in try tx.row("SELECT value FROM counter") { try $0.int(0) } ?? -1 }
}
