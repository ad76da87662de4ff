import Foundation
import SQL
import TestServers
import Testing

@Suite struct PostgresOpeningTests {
    @Test(arguments: TestServer.all)
    func `a role or a database that is missing is refused by its code`(server: TestServer) async throws {
        let noRole = await openingError(server.url(role: "nobody_here", database: "postgres"))
        let noDatabase = await openingError(server.url(role: "fte_owner", database: "nothing_here"))
        guard case .refused(code: "28000", let role)? = noRole, case .refused(code: "3D000", let name)? = noDatabase
        else {
            Issue.record("\(String(describing: noRole)), \(String(describing: noDatabase))")
            return
        }
        #expect(role.contains(#"role "nobody_here" does not exist"#))
        #expect(name.contains(#"database "nothing_here" does not exist"#))
        #expect(noRole?.isTransient == false)
    }

    @Test func `a wrong password is refused, and not repeated`() async throws {
        let server = try ScriptedServer([
            ScriptedServer.askForPassword,
            ScriptedServer.error("28P01", #"password authentication failed for user "fte_secret", not hunter2"#),
        ])
        defer { server.close() }
        let error = await openingError("postgresql://fte_secret:hunter2@127.0.0.1:\(server.port)/desk?sslmode=disable")
        guard case .refused(code: "28P01", let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(#"password authentication failed for user "fte_secret""#))
        #expect(!reason.contains("hunter2"))
    }

    @Test func `a password that isn't given is asked for`() async throws {
        let server = try ScriptedServer([ScriptedServer.askForPassword])
        defer { server.close() }
        let error = await openingError(
            "postgresql://fte_secret@127.0.0.1:\(server.port)/desk?sslmode=disable&passfile=/nonexistent")
        guard case .refused(code: "28P01", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        arguments: [
            ("14.9", "UTF8", "off", "it is PostgreSQL 14.9; 15 or later is needed"),
            ("9.6.24", "UTF8", "off", "it is PostgreSQL 9.6.24; 15 or later is needed"),
            ("15.1", "LATIN1", "off", "the database's encoding is LATIN1; UTF8 is needed"),
            (
                "18.4", "UTF8", "on",
                "it is a standby, which may only be read; name the primary, or both with target_session_attrs=read-write"
            ),
        ])
    func `a server that can't be used is named with its reason`(
        version: String, encoding: String, standby: String, reason: String
    ) async throws {
        let welcome =
            ScriptedServer.welcome + ScriptedServer.parameter("server_version", version)
            + ScriptedServer.parameter("server_encoding", encoding)
            + ScriptedServer.parameter("in_hot_standby", standby) + ScriptedServer.ready
        let server = try ScriptedServer([welcome])
        defer { server.close() }
        let error = await openingError("postgresql://fte_owner@127.0.0.1:\(server.port)/desk?sslmode=disable")
        #expect(error == .unsuitable(reason: reason))
    }

    @Test func `a server that is starting, full or not there may be tried again`() async throws {
        for code in ["57P03", "53300"] {
            let server = try ScriptedServer([ScriptedServer.error(code, "not now")])
            defer { server.close() }
            let error = await openingError("postgresql://fte_owner@127.0.0.1:\(server.port)/desk?sslmode=disable")
            #expect(error?.isTransient == true)
            #expect(error?.description.contains("not now") == true)
        }
        let (closed, port) = try listen()
        close(closed)
        let noServer = await openingError("postgresql://fte_owner:hunter2@127.0.0.1:\(port)/desk")
        let noHost = await openingError("postgresql://fte_owner:hunter2@nowhere.invalid/desk")
        for error in [noServer, noHost] {
            #expect(error?.isTransient == true)
            #expect(error?.description.contains("hunter2") == false)
        }
        #expect(noServer?.description.contains("Connection refused") == true)
        #expect(noHost?.description.contains("nowhere.invalid") == true)
    }

    @Test func `a server that says nothing is waited for no longer than was agreed`() async throws {
        let (listener, port) = try listen()
        defer { close(listener) }
        var options = PostgresOptions(url: "postgresql://fte_owner@127.0.0.1:\(port)/desk")
        options.connectTimeout = .milliseconds(50)
        await #expect(throws: SQLError.unavailable(reason: "no answer within 50 ms")) {
            _ = try await PostgresDatabase(options)
        }
    }

    @Test(
        arguments: [
            "postgresql://u:hunter2%zz@127.0.0.1/desk", "postgresql://u:hun@ter2@127.0.0.1/desk",
            "postgresql://u:hunter2/x@127.0.0.1/desk", "postgresql://u:hunter2@127.0.0.1/desk?hunter2=1",
            "host=127.0.0.1 password=hun ter2", "postgresql://u:hunter2@127.0.0.1:port/desk", "hunter2\0",
        ])
    func `a URL that can't be read is not repeated`(url: String) async throws {
        let error = await openingError(url)
        guard case .cannotOpen? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(["hunter2", "hun", "ter2"].allSatisfy { error?.description.contains($0) == false })
    }

    @Test func `a server whose certificate is not the right one is refused`() async throws {
        guard let url = ProcessInfo.processInfo.environment["FTE_TEST_POSTGRES_TLS"] else {
            if ProcessInfo.processInfo.environment["CI"] != nil {
                Issue.record("FTE_TEST_POSTGRES_TLS names no server, and CI skips no tests")
            } else {
                print("TLS to PostgreSQL was not tried: FTE_TEST_POSTGRES_TLS names no server.")
            }
            return
        }
        let database = try await PostgresDatabase(PostgresOptions(url: url))
        let isEncrypted = try await database.read { tx in
            try tx.row("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") { try $0.bool(0) }
        }
        await database.close()
        #expect(isEncrypted == true)

        // Any other certificate than the one that has signed the server's.
        var other = try #require(URLComponents(string: url))
        other.queryItems = other.queryItems?.map { item in
            item.name == "sslrootcert" ? URLQueryItem(name: item.name, value: "/nonexistent/root.crt") : item
        }
        let error = await openingError(try #require(other.string))
        guard case .refused(code: "08001", let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("certificate"))
    }

    /// Why a database can't be opened.
    private func openingError(_ url: String) async -> SQLError? {
        await #expect(throws: SQLError.self) {
            let database = try await PostgresDatabase(PostgresOptions(url: url))
            await database.close()
        }
    }
}
