import Foundation
import Glibc
import SQL
import Testing

@Suite(.ownThreads) struct StartTests {
    @Test(arguments: ProgramBackend.allCases)
    func `the first start shows the installation's key, later ones don't`(backend: ProgramBackend) async throws {
        try await backend.withDesk { desk in

            let first = try desk.start("serve")
            let firstCode = try first.stop()
            let second = try desk.start("serve")
            let secondCode = try second.stop()

            #expect(first.process.log.contains("this installation's API key, shown this once: fte_"))
            #expect(!second.process.log.contains("fte_"))
            #expect([firstCode, secondCode] == [0, 0])
        }
    }

    @Test func `a process that is ready says so to load balancers`() throws {
        let clock = ContinuousClock()
        let desk = try Desk()
        _ = try desk.start("serve").stop()
        let began = clock.now
        let running = try desk.start("serve")
        let taken = began.duration(to: clock.now)
        print("Measured: \(taken) from start to ready, with the program and the machine as they are.")

        let ready = try running.client.get("/health/ready")
        let health = try running.client.get("/health").decoded(Health.self)

        #expect(ready.status == 200)
        #expect(health.status == "healthy")
        #expect(health.channels["web_form"] == "active")
    }

    private struct Health: Decodable {
        let status: String
        let channels: [String: String]
    }

    @Test func `a port that is taken is named in one line`() throws {
        let desk = try Desk()
        let first = try desk.start("serve")

        let second = try desk.launch("serve", port: first.port)
        let code = try second.waitForExit()

        #expect(code == 1)
        let lines = second.log.split(separator: "\n").filter { $0.hasPrefix("fte: ") }
        #expect(lines == ["fte: http failed: Port \(first.port) on 127.0.0.1 is taken by another program."])
        #expect(try first.client.get("/health/ready").status == 200)
    }

    @Test func `a data directory that can't be used is named in one line`() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "file").path
        try Data().write(to: URL(fileURLWithPath: file))

        let isFile = try Finished(["migrate", "--data-dir", file])
        let isBelowFile = try Finished(["migrate", "--data-dir", file + "/data"])
        let isBelowProc = try Finished(["migrate", "--data-dir", "/proc/data"])

        for (finished, path) in [(isFile, file), (isBelowFile, file + "/data"), (isBelowProc, "/proc/data")] {
            #expect(finished.code == 1)
            #expect(finished.errors.hasPrefix("fte: the data directory \(path) "))
            #expect(finished.errors.hasSuffix("Choose another with --data-dir.\n"))
            #expect(finished.errors.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: ["serve", "worker", "migrate"])
    func `a database that a newer program wrote is left alone`(command: String) async throws {
        let desk = try Desk()
        let made = try desk.run("migrate")
        try #require(made.code == 0)
        let database = try await SQLiteDatabase(path: desk.database)
        try await database.write { tx in
            try tx.execute(
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (999, 'later', 'x', 'x')")
        }
        await database.close()

        let refused = try desk.launch(command == "migrate" ? "api" : command)
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains("fte: the database \(desk.database) can't be used: "))
        #expect(refused.log.contains("999"))
    }

    @Test func `a file that is no database is refused and left as it is`() throws {
        let desk = try Desk()
        try FileManager.default.createDirectory(atPath: desk.data, withIntermediateDirectories: true)
        let letter = Data(String(repeating: "Dear diary, this is no database. ", count: 100).utf8)
        try letter.write(to: URL(fileURLWithPath: desk.database))

        let refused = try desk.run("migrate")

        #expect(refused.code == 1)
        #expect(refused.errors.hasPrefix("fte: the database \(desk.database) can't be used: "))
        #expect(try Data(contentsOf: URL(fileURLWithPath: desk.database)) == letter)
    }

    @Test func `a setting out of its range is named with what is allowed`() throws {
        let desk = try Desk()

        let refused = try desk.run("migrate", environment: ["FTE_WORKER_WIDTH": "none", "FTE_SERVER_LOOPS": "900"])

        #expect(refused.code != 0)
        #expect(refused.errors.contains("worker.width"))
        #expect(refused.errors.contains("server.loops"))
        #expect(refused.errors.contains("64"))
    }
}
