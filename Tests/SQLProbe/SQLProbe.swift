import Glibc
import SQL

/// The other process of the tests: does one thing with a database, and tells of it on standard output, a line each.
///
///     sql-probe insert PATH WRITERS    inserts into `entries` until it is killed; prints each id once it is durable
///     sql-probe add PATH COUNT         adds 1 to the only row of `counter` COUNT times, one transaction each
///     sql-probe listen PATH            prints `ready`, then the counter's value at each wake-up, until it is 100
///     sql-probe hold PATH              prints `held` inside a write transaction, and stays there until it is killed
///     sql-probe migrate PATH           brings the schema up to date and prints how many migrations that took
@main
struct SQLProbe {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else { fail("usage: sql-probe insert|add|listen|hold|migrate PATH …") }
        let number = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
        let database = try await SQLiteDatabase(path: arguments[2])
        switch arguments[1] {
        case "insert": try await insert(into: database, writers: number)
        case "add": try await add(number, to: database)
        case "listen": try await listen(to: database)
        case "hold": try await hold(database)
        case "migrate": say("\(try await Migrator(migrations: probeMigrations).migrate(database).count)")
        default: fail("unknown command")
        }
        await database.close()
    }

    private static func insert(into database: SQLiteDatabase, writers: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
                group.addTask {
                    while true {
                        let id = try await database.write { tx in
                            try tx.row("INSERT INTO entries (text) VALUES ($1) RETURNING id", filler) { try $0.int(0) }
                        }
                        if let id { say("\(id)") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func add(_ count: Int, to database: SQLiteDatabase) async throws {
        say("ready")
        for _ in 0..<count {
            try await database.write { tx in
                try tx.execute("UPDATE counter SET value = value + 1")
                tx.notify(.counter)
            }
        }
        say("done")
    }

    private static func listen(to database: SQLiteDatabase) async throws {
        let wakeUps = database.notifications(.counter)
        say("ready")
        for await _ in wakeUps {
            let value = try await database.read { tx in
                try tx.row("SELECT value FROM counter") { try $0.int(0) } ?? 0
            }
            say("\(value)")
            if value == 100 { return }
        }
    }

    private static func hold(_ database: SQLiteDatabase) async throws {
        try await database.write { _ in
            say("held")
            while true { pause() }
        }
    }
}

extension NotificationChannel {
    fileprivate static let counter = NotificationChannel("counter")
}

private let filler = String(repeating: "x", count: 200)

private let probeMigrations = (1...20).map { version in
    Migration(
        version: version, name: "step \(version)",
        sqlite: "CREATE TABLE step_\(version) (id INTEGER PRIMARY KEY); INSERT INTO step_\(version) VALUES (\(version))"
    )
}

/// One write(2), so that a line is whole and not lost in a buffer when the process is killed.
private func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
}

private func fail(_ message: String) -> Never {
    say(message)
    exit(64)
}
