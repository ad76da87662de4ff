import Foundation
import SQL
import TestServers

extension TestServer {
    /// Runs `body` with a `PostgresDatabase` on a database of its own; `change` adapts how it connects.
    func withPostgres(
        _ change: (inout PostgresOptions) -> Void = { _ in },
        _ body: (PostgresDatabase, TestDatabase) async throws -> Void
    ) async throws {
        try await withDatabase { place in
            var options = PostgresOptions(url: place.url(as: "fte_owner"))
            options.connections = 2
            // A transaction may be held for as long as the slowest machine needs.
            options.idleTransactionTimeout = .seconds(600)
            change(&options)
            let database = try await PostgresDatabase(options)
            try await closing(database) { try await body(database, place) }
        }
    }

    /// The same, by way of a proxy and with one connection, whose statements are prepared already.
    func withProxy(
        _ change: (inout PostgresOptions) -> Void = { _ in },
        _ body: (PostgresDatabase, Proxy) async throws -> Void
    ) async throws {
        let proxy = try Proxy(before: URLComponents(string: url)?.port ?? 5432)
        defer { proxy.close() }
        try await withPostgres { options in
            options.url = through(proxy, options.url)
            options.connections = 1
            change(&options)
        } _: { database, _ in
            try await database.write { try $0.script("CREATE TABLE notes (id BIGINT PRIMARY KEY)") }
            try await body(database, proxy)
        }
    }

    private func through(_ proxy: Proxy, _ url: String) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        parts.port = proxy.port
        return parts.string ?? url
    }
}

extension TestDatabase {
    /// Asks the server, as the superuser, until the answer is true.
    func waitUntil(_ condition: StaticString) async throws {
        var options = PostgresOptions(url: server.url(role: nil, database: name))
        options.connections = 1
        options.applicationName = "observer"
        let observer = try await PostgresDatabase(options)
        try await closing(observer) {
            while try await observer.read({ tx in try tx.row(condition) { try $0.bool(0) } }) != true {}
        }
    }
}

extension PostgresDatabase {
    /// Returns once `count` transactions stand in line.
    func waitUntilWaiting(_ count: Int) async {
        while statistics.waiting < count { await Task.yield() }
    }
}

extension Transaction {
    func noteIDs() throws -> [Int] { try rows("SELECT id FROM notes ORDER BY id") { try $0.int(0) } }
}
