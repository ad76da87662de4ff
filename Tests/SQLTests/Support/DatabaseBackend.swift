import Foundation
import SQL
import TestServers
import Testing

/// The databases that the seam's suites run against.
enum DatabaseBackend: CaseIterable, Sendable, CustomTestStringConvertible {
    case sqliteInMemory
    case sqliteFile
    case postgres(TestServer)

    static var allCases: [DatabaseBackend] { [.sqliteInMemory, .sqliteFile] + TestServer.all.map(Self.postgres) }

    var testDescription: String {
        switch self {
        case .sqliteInMemory: "SQLite in memory"
        case .sqliteFile: "SQLite"
        case .postgres(let server): server.description
        }
    }

    /// Runs `body` with an empty database, and closes and removes it afterwards.
    func withDatabase(_ body: (any Database) async throws -> Void) async throws {
        switch self {
        case .sqliteInMemory:
            let database = try await SQLiteDatabase.inMemory()
            try await closing(database) { try await body(database) }
        case .sqliteFile:
            try await withDatabaseFile { try await body($0) }
        case .postgres(let server):
            try await server.withDatabase { database in
                var options = PostgresOptions(url: database.url(as: "fte_owner"))
                options.connections = 2
                let database = try await PostgresDatabase(options)
                try await closing(database) { try await body(database) }
            }
        }
    }
}

/// Runs `body` with a database in a folder of its own.
func withDatabaseFile(
    options: SQLiteOptions = SQLiteOptions(), schema: String = "", _ body: (SQLiteDatabase) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let database = try await SQLiteDatabase(path: folder + "/test.db", options: options)
        try await closing(database) {
            try await database.write { try $0.script(schema) }
            try await body(database)
        }
    }
}

func closing(_ database: any Database, _ body: () async throws -> Void) async throws {
    do { try await body() } catch {
        await database.close()
        throw error
    }
    await database.close()
}

func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sql-tests-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
