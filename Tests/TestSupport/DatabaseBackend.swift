import Foundation
import SQL
import Storage
package import TestServers

/// The databases that the stores' suites run against.
package enum DatabaseBackend: CaseIterable, Sendable, CustomStringConvertible {
    case sqliteInMemory
    case sqliteFile
    case postgres(TestServer)

    package static var allCases: [DatabaseBackend] { [.sqliteInMemory] + shared }

    /// Those that several processes may have open.
    package static var shared: [DatabaseBackend] { [.sqliteFile] + TestServer.all.map(Self.postgres) }

    package var description: String {
        switch self {
        case .sqliteInMemory: "SQLite in memory"
        case .sqliteFile: "SQLite"
        case .postgres(let server): server.description
        }
    }

    /// Runs `body` with an empty desk, and closes and removes its database afterwards.
    package func withDesk(_ setting: DeskSetting = DeskSetting(), _ body: (TestDesk) async throws -> Void) async throws
    {
        switch self {
        case .sqliteInMemory:
            let database = try await SQLiteDatabase.inMemory(options: setting.sqlite)
            try await closing(database) { try await body(try await TestDesk.prepared(database, setting)) }
        case .sqliteFile:
            try await withTemporaryFolder { try await TestSupport.withDesk(at: $0 + "/desk.db", setting, body) }
        case .postgres(let server):
            try await server.withEmptyDesk { try await Self.withDesk(on: $0, setting, body) }
        }
    }

    /// Runs `body` with a desk on a database that has the schema.
    package static func withDesk(
        on database: TestDatabase, _ setting: DeskSetting = DeskSetting(), _ body: (TestDesk) async throws -> Void
    ) async throws {
        let database = try await PostgresDatabase(setting.postgres(database))
        try await closing(database) { try await body(try await TestDesk.recorded(database, setting)) }
    }

    /// Runs `body` with two desks on one database, as two processes have it.
    package func withTwoDesks(
        _ first: DeskSetting = DeskSetting(), _ second: DeskSetting? = nil,
        _ body: (TestDesk, TestDesk) async throws -> Void
    ) async throws {
        var second = second ?? first
        second.time = first.time
        second.ids = first.ids
        switch self {
        case .sqliteInMemory:
            preconditionFailure("a database in memory belongs to one process")
        case .sqliteFile:
            try await TestSupport.withTwoDesks(first, second, body)
        case .postgres(let server):
            try await server.withEmptyDesk { [second] database in
                let one = try await PostgresDatabase(first.postgres(database))
                try await closing(one) {
                    let desk = try await TestDesk.recorded(one, first)
                    let other = try await PostgresDatabase(second.postgres(database))
                    try await closing(other) { try await body(desk, TestDesk(other, second)) }
                }
            }
        }
    }
}

/// Runs `body` with a desk in a file, which is left there.
package func withDesk(
    at path: String, _ setting: DeskSetting = DeskSetting(), _ body: (TestDesk) async throws -> Void
) async throws {
    let database = try await SQLiteDatabase(path: path, options: setting.sqlite)
    try await closing(database) { try await body(try await TestDesk.prepared(database, setting)) }
}

private func withTwoDesks(
    _ first: DeskSetting, _ second: DeskSetting, _ body: (TestDesk, TestDesk) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let path = folder + "/desk.db"
        let one = try await SQLiteDatabase(path: path, options: first.sqlite)
        try await closing(one) {
            let desk = try await TestDesk.prepared(one, first)
            let other = try await SQLiteDatabase(path: path, options: second.sqlite)
            try await closing(other) { try await body(desk, TestDesk(other, second)) }
        }
    }
}

package func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "desk-tests-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

func closing(_ database: any Database, _ body: () async throws -> Void) async throws {
    do { try await body() } catch {
        await database.close()
        throw error
    }
    await database.close()
}
