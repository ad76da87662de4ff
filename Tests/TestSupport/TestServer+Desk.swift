import Foundation
import SQL
import Storage
package import TestServers

extension TestServer {
    /// Runs `body` with a database of its own that has the schema, and what an application's role may do there.
    package func withEmptyDesk(_ body: (TestDatabase) async throws -> Void) async throws {
        try await withDatabase(copying: try await DeskTemplates.shared.name(on: self), body)
    }
}

/// Databases with the schema in them, made once a run of the tests on each server, from which others are copied.
private actor DeskTemplates {
    static let shared = DeskTemplates()

    private var made: [String: Task<String, any Error>] = [:]

    func name(on server: TestServer) async throws -> String {
        let task = made[server.label] ?? Task { try await Self.make(on: server) }
        made[server.label] = task
        return try await task.value
    }

    /// The schema's own name, so that what another run of the tests left there serves this one too.
    private static func make(on server: TestServer) async throws -> String {
        let name = "desk_template_" + schemaMark
        let found = try await TestDatabase(server: server, name: "postgres").column(
            ["SELECT datname FROM pg_database WHERE datname = '\(name)'"], as: "fte_owner")
        guard found.isEmpty else { return name }
        let draft = "draft_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        try await server.run("CREATE DATABASE \(draft) OWNER fte_owner")
        try await migrate(TestDatabase(server: server, name: draft))
        do { try await server.run("ALTER DATABASE \(draft) RENAME TO \(name)") } catch {
            // Another process was first.
            try await server.run("DROP DATABASE \(draft)")
        }
        return name
    }

    private static func migrate(_ database: TestDatabase) async throws {
        let owner = try await PostgresDatabase(PostgresOptions(url: database.url(as: "fte_owner")))
        do {
            try await DeskSchema.migrator.migrate(owner)
            try await DeskSchema.grant(to: "fte_app", in: owner)
        } catch {
            await owner.close()
            throw error
        }
        await owner.close()
    }

    private static var schemaMark: String {
        let texts = DeskSchema.migrator.migrations.map { $0.sql(for: .postgres) }
        return Migration(version: 1, name: "all", sqlite: texts.joined()).checksum(for: .sqlite)
    }
}
