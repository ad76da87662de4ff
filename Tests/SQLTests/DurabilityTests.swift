import SQL
import Testing

@Suite struct DurabilityTests {
    @Test(arguments: [1, 16, 64])
    func `what was acknowledged survives a killed process`(writers: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/test.db"
            let database = try await SQLiteDatabase(path: path)
            try await database.write { tx in
                try tx.script("CREATE TABLE entries (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
            }
            await database.close()

            var acknowledged: Set<Int> = []
            for round in 1...3 {
                let probe = try ProbeProcess("insert", path, "\(writers)")
                while acknowledged.count < round * 200, let line = probe.readLine() {
                    acknowledged.insert(try #require(Int(line)))
                }
                probe.kill()
                while let line = probe.readLine() { acknowledged.insert(try #require(Int(line))) }
            }

            let reopened = try await SQLiteDatabase(path: path)
            try await closing(reopened) {
                let stored = try await reopened.read { tx in
                    Set(try tx.rows("SELECT id FROM entries") { try $0.int(0) })
                }
                let integrity = try await reopened.read { tx in
                    try tx.rows("PRAGMA integrity_check") { try $0.text(0) }
                }
                #expect(acknowledged.count >= 600)
                #expect(acknowledged.subtracting(stored).isEmpty)
                #expect(integrity == ["ok"])
            }
        }
    }
}
