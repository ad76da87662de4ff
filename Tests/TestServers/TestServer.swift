import CPostgres
import Foundation

/// A PostgreSQL server that tests may use, from `FTE_TEST_POSTGRES`: `15=postgresql://postgres@127.0.0.1:21015/postgres …`,
/// each a label and the URL of a superuser. Roles `fte_owner` and `fte_app` may log in there.
package struct TestServer: Sendable, CustomStringConvertible {
    package let label: String
    package let url: String

    package static let all: [TestServer] = parse(ProcessInfo.processInfo.environment["FTE_TEST_POSTGRES"] ?? "")

    package var description: String { "PostgreSQL \(label)" }

    private static func parse(_ list: String) -> [TestServer] {
        list.split(separator: " ").compactMap { word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            return parts.count == 2 ? TestServer(label: parts[0], url: parts[1]) : nil
        }
    }

    /// Runs `body` with a database of its own, which `fte_owner` owns, and drops it afterwards.
    package func withDatabase(copying template: String = "template1", _ body: (TestDatabase) async throws -> Void)
        async throws
    {
        // Tests run side by side, and a server has so many connections.
        await Self.turns.take()
        do { try await withOwnDatabase(copying: template, body) } catch {
            await Self.turns.give()
            throw error
        }
        await Self.turns.give()
    }

    private static let turns = Turns(24)

    private func withOwnDatabase(
        copying template: String, _ body: (TestDatabase) async throws -> Void
    ) async throws {
        let database = TestDatabase(server: self, name: "t_\(UUID().uuidString.lowercased().replacing("-", with: ""))")
        try await run("CREATE DATABASE \(database.name) OWNER fte_owner TEMPLATE \(template)")
        do { try await body(database) } catch {
            try? await drop(database)
            throw error
        }
        try await drop(database)
    }

    private func drop(_ database: TestDatabase) async throws {
        try await run("DROP DATABASE IF EXISTS \(database.name) WITH (FORCE)")
    }

    /// Runs statements as the superuser, outside of a transaction.
    package func run(_ sql: String, in database: String? = nil) async throws {
        let url = database.map { self.url(role: nil, database: $0) } ?? url
        _ = try await onThread { try query([sql], url) }
    }

    /// - Parameter role: `nil` for the superuser.
    package func url(role: String?, database: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        if let role { parts.user = role }
        parts.path = "/" + database
        return parts.string ?? url
    }
}

/// A database that one test has for itself.
package struct TestDatabase: Sendable {
    package let server: TestServer
    package let name: String

    package init(server: TestServer, name: String) {
        self.server = server
        self.name = name
    }

    package func url(as role: String) -> String { server.url(role: role, database: name) }

    /// Runs statements as the superuser.
    package func run(_ sql: String) async throws { try await server.run(sql, in: name) }

    /// Runs each text as a role, on one connection, and returns the first column of the last one's rows.
    package func column(_ texts: [String], as role: String) async throws -> [String] {
        let url = url(as: role)
        return try await onThread { try query(texts, url) }
    }
}

package struct TestServerFailure: Error, CustomStringConvertible {
    package let description: String
}

/// libpq's simple calls block.
private func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { done in
        DispatchQueue.global().async { done.resume(with: Result { try body() }) }
    }
}

private func query(_ texts: [String], _ url: String) throws -> [String] {
    let handle = PQconnectdb(url)
    defer { PQfinish(handle) }
    guard PQstatus(handle) == CONNECTION_OK else {
        throw TestServerFailure(description: String(cString: PQerrorMessage(handle)))
    }
    pq_ignore_notices(handle)
    var column: [String] = []
    for text in texts {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw TestServerFailure(description: String(cString: PQerrorMessage(handle)) + text)
        }
        column = (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
    }
    return column
}
