import Foundation
import TestServers

/// Where a desk under test keeps its rows.
enum ProgramBackend: CaseIterable, Sendable, CustomStringConvertible {
    case sqlite
    /// As two roles: one owns the tables, the other does the desk's work.
    case postgres(TestServer)

    static var allCases: [ProgramBackend] { [.sqlite] + TestServer.all.map(Self.postgres) }

    var description: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres(let server): server.description
        }
    }

    /// Runs `body` with an installation of its own; on PostgreSQL with a database that is empty.
    func withDesk(
        workspace: URL? = nil, environment: [String: String] = [:], _ body: (Desk) throws -> Void
    ) async throws {
        switch self {
        case .sqlite:
            try body(try Desk(workspace: workspace, environment: environment))
        case .postgres(let server):
            try await server.withDatabase { database in
                try body(
                    try Desk(
                        workspace: workspace, environment: environment.merging(database.twoRoles) { own, _ in own }))
            }
        }
    }
}

extension TestDatabase {
    /// Settings of a desk that works as one role and migrates as another.
    var twoRoles: [String: String] {
        [
            "DATABASE_URL": url(as: "fte_app"), "FTE_DATABASE_OWNER_URL": url(as: "fte_owner"),
            // Many programs run side by side here.
            "FTE_DATABASE_CONNECTIONS": "4",
        ]
    }
}
