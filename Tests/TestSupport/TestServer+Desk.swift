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

    private static func make(on server: TestServer) async throws -> String {
        let name = "desk_template"
        // Another run's template may have another schema.
        try await server.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
        try await server.run("CREATE DATABASE \(name) OWNER fte_owner")
        let template = TestDatabase(server: server, name: name)
        let owner = try await PostgresDatabase(PostgresOptions(url: template.url(as: "fte_owner")))
        do {
            try await DeskSchema.migrator.migrate(owner)
            try await DeskSchema.grant(to: "fte_app", in: owner)
        } catch {
            await owner.close()
            throw error
        }
        await owner.close()
        return name
    }
}
