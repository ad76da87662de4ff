import SQL
import TestServers
import Testing

@Suite struct PostgresWakeUpTests {
    @Test(arguments: TestServer.all)
    func `another process's commits wake this one, whatever was in between`(server: TestServer) async throws {
        try await server.withPostgres { database, place in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT PRIMARY KEY)") }
            let other = try await PostgresDatabase(PostgresOptions(url: place.url(as: "fte_app")))
            try await place.run("GRANT ALL ON notes TO fte_app")
            try await closing(other) {
                let wakeUps = database.notifications(.notes)
                async let written: Void = {
                    for id in 1...100 {
                        try await other.write { tx in
                            try tx.execute("INSERT INTO notes VALUES ($1)", id)
                            tx.notify(.notes)
                        }
                    }
                }()
                var seen = 0
                for await _ in wakeUps {
                    seen = try await database.read { try $0.noteIDs().count }
                    if seen == 100 { break }
                }
                try await written
                #expect(seen == 100)
                #expect(other.statistics.notifications <= 100)
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `wake-ups survive a listener that was cut off`(server: TestServer) async throws {
        try await server.withPostgres { database, place in
            var wakeUps = database.notifications(.notes).makeAsyncIterator()
            let other = try await PostgresDatabase(PostgresOptions(url: place.url(as: "fte_app")))
            try await closing(other) {
                // It listens.
                _ = await wakeUps.next()
                for _ in 0..<3 {
                    try await place.run(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND usename = 'fte_owner' AND query LIKE 'LISTEN%'
                        """)
                    // What may have been missed meanwhile is made good by looking once.
                    let isAwake: Void? = await wakeUps.next()
                    #expect(isAwake != nil)
                    other.notify(.notes)
                    let isAwakeAgain: Void? = await wakeUps.next()
                    #expect(isAwakeAgain != nil)
                }
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `a process isn't woken twice by itself`(server: TestServer) async throws {
        try await server.withPostgres { database, _ in
            let wakeUps = database.notifications(.notes)
            for await _ in wakeUps { break }
            database.notify(.notes)
            for await _ in wakeUps { break }
            // It has been announced to others, and come back to our own listener, before the thread ends.
            await database.close()
            var count = 0
            for await _ in wakeUps { count += 1 }
            #expect(count == 0)
            #expect(database.statistics.notifications == 1)
        }
    }
}

extension NotificationChannel {
    fileprivate static let notes = NotificationChannel("notes")
}
