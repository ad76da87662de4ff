import Foundation
import SQL
import Testing

@Suite struct SQLiteFileTests {
    @Test func `a path that can't be opened says why`() async throws {
        try await withTemporaryFolder { folder in
            let text = folder + "/notes.txt"
            try String(repeating: "This is not a database. ", count: 100).write(
                toFile: text, atomically: true, encoding: .utf8)

            await #expect(throws: SQLError.cannotOpen(path: folder, reason: "it is a directory")) {
                _ = try await SQLiteDatabase(path: folder)
            }
            await #expect(throws: SQLError.cannotOpen(path: text, reason: "not a SQLite database")) {
                _ = try await SQLiteDatabase(path: text)
            }
            let missing = folder + "/missing/test.db"
            await #expect(throws: SQLError.cannotOpen(path: missing, reason: "No such file or directory")) {
                _ = try await SQLiteDatabase(path: missing)
            }
            let below = text + "/test.db"
            await #expect(throws: SQLError.cannotOpen(path: below, reason: "Not a directory")) {
                _ = try await SQLiteDatabase(path: below)
            }
        }
    }

    @Test(.enabled(if: getuid() != 0, "root may write anywhere"))
    func `a directory or file that may not be written says so`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/test.db"
            try await SQLiteDatabase(path: path).close()
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            await #expect(throws: SQLError.cannotOpen(path: path, reason: "no permission to write")) {
                _ = try await SQLiteDatabase(path: path)
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
            await #expect(throws: SQLError.cannotOpen(path: folder + "/new.db", reason: "Permission denied")) {
                _ = try await SQLiteDatabase(path: folder + "/new.db")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        }
    }

    @Test func `only the owner can read the files`() async throws {
        try await withTemporaryFolder { folder in
            let database = try await SQLiteDatabase(path: folder + "/test.db")
            try await closing(database) {
                try await database.write { tx in
                    try tx.script("CREATE TABLE notes (id INTEGER)")
                    tx.notify(NotificationChannel("notes"))
                }
                let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                #expect(files == ["test.db", "test.db-shm", "test.db-wake-notes", "test.db-wal"])
                for file in files {
                    let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)
                    #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
                }
            }
        }
    }

    @Test func `a read sees one moment, whatever is committed meanwhile`() async throws {
        try await withDatabaseFile(schema: "CREATE TABLE notes (id INTEGER)") { database in
            let gate = Gate()
            async let counts = database.read { tx in
                let before = try tx.row("SELECT count(*) FROM notes") { try $0.int(0) }
                gate.pass()
                return [before, try tx.row("SELECT count(*) FROM notes") { try $0.int(0) }]
            }
            await gate.waitUntilEntered()
            try await database.write { try $0.execute("INSERT INTO notes VALUES (1)") }
            gate.open()
            #expect(try await counts == [0, 0])
        }
    }

    @Test func `the log is emptied while writers go on`() async throws {
        var options = SQLiteOptions()
        options.checkpointBytes = 100_000
        options.maxLogBytes = 400_000
        try await withDatabaseFile(options: options, schema: "CREATE TABLE notes (text TEXT)") { database in
            let text = String(repeating: "x", count: 10_000)
            var largest = 0
            var hasShrunk = false
            for _ in 0..<5000 where !hasShrunk {
                try await database.write { try $0.execute("INSERT INTO notes VALUES ($1)", text) }
                let size = database.statistics.logBytes
                hasShrunk = size < largest
                largest = max(largest, size)
            }
            #expect(hasShrunk)
            #expect(database.statistics.checkpoints > 0)
        }
    }

    @Test func `text that is not UTF-8 is an error, not a guess`() async throws {
        try await withDatabaseFile { database in
            await #expect(throws: SQLError.invalidColumn(0, reason: "text that is not UTF-8")) {
                try await database.read { tx in try tx.row("SELECT CAST(x'61FF' AS TEXT)") { try $0.text(0) } }
            }
        }
    }

    @Test func `a cast after a parameter means nothing to SQLite`() async throws {
        try await withDatabaseFile { database in
            let row = try await database.read { tx in
                try tx.row("SELECT $2::text, $1::jsonb, $1", 1, "a") { (try $0.text(0), try $0.int(1), try $0.int(2)) }
            }
            #expect(row?.0 == "a")
            #expect(row?.1 == 1)
            #expect(row?.2 == 1)
        }
    }

    @Test func `a database that is let go of ends its threads`() async throws {
        try await withTemporaryFolder { folder in
            func open() async throws { _ = try await SQLiteDatabase(path: folder + "/test.db") }
            try await open()
            while openFiles().contains(where: { $0.hasPrefix(folder) }) { await Task.yield() }
        }
    }
}

private func openFiles() -> [String] {
    let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return descriptors.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0) }
}
