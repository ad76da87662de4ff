import SQL
import Testing

@Suite struct NotificationTests {
    @Test(arguments: DatabaseBackend.allCases)
    func `a commit wakes those who wait for its channel`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            var wakeUps = database.notifications(.outbox).makeAsyncIterator()
            try await database.write { tx in
                try tx.script("CREATE TABLE notes (id INTEGER)")
                tx.notify(.outbox)
            }
            let woken: Void? = await wakeUps.next()
            #expect(woken != nil)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `what was rolled back, and another channel, wake nobody`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let wakeUps = database.notifications(.outbox)
            if database.dialect == .postgres {
                // Told to look once, since what was committed before it listened can't be heard.
                for await _ in wakeUps { break }
            }
            _ = try? await database.write { tx in
                tx.notify(.outbox)
                try tx.execute("INSERT INTO missing VALUES (1)")
            }
            try await database.write { tx in
                tx.notify(.inbox)
                try? tx.savepoint {
                    tx.notify(.outbox)
                    throw CancellationError()
                }
            }
            database.notify(.inbox)
            await database.close()

            var count = 0
            for await _ in wakeUps { count += 1 }
            #expect(count == 0)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `wake-ups that nobody took are merged`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let wakeUps = database.notifications(.outbox)
            for _ in 0..<10 { database.notify(.outbox) }
            await database.close()

            var count = 0
            for await _ in wakeUps { count += 1 }
            #expect(count == 1)
        }
    }

    @Test(arguments: DatabaseBackend.allCases)
    func `each who waits is woken, and a closed database ends the wait`(backend: DatabaseBackend) async throws {
        try await backend.withDatabase { database in
            let streams = (0..<3).map { _ in database.notifications(.outbox) }
            database.notify(.outbox)
            await database.close()

            for stream in streams {
                var count = 0
                for await _ in stream { count += 1 }
                #expect(count == 1)
            }
            for await _ in database.notifications(.outbox) { Issue.record("a closed database can't wake") }
        }
    }
}

extension NotificationChannel {
    fileprivate static let outbox = NotificationChannel("outbox")
    fileprivate static let inbox = NotificationChannel("inbox")
}
