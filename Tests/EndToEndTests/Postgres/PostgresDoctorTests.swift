import Foundation
import TestServers
import Testing

/// `fte doctor` names the cause and the cure of what is wrong with a server.
@Suite(.ownThreads) struct PostgresDoctorTests {
    @Test(arguments: TestServer.all)
    func `two roles on a current schema are in order`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let desk = try Desk(environment: database.twoRoles)
            _ = try desk.run("migrate")

            let doctor = try desk.run("doctor")

            #expect(doctor.code == 0)
            #expect(doctor.output.contains("ok       schema: current"))
            #expect(doctor.output.contains("ok       role: 'fte_app' sees the rows of its company alone"))
            #expect(doctor.output.contains("ok       owner: 'fte_owner' may change the schema"))
            #expect(doctor.output.contains("ok       messages: 0 wait"))
        }
    }

    @Test(arguments: TestServer.all)
    func `what keeps us out is named with its cure`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let unknownRole = try doctor(database.url(as: "fte_nobody"))
            let unknownDatabase = try doctor(server.url(role: "fte_app", database: "no-such"))
            let nobody = try doctor("postgresql://fte_app@127.0.0.1:1/fte")
            let forbidden = try doctor(database.url(as: "fte_app"))
            let foreignOwner = try doctor(
                database.url(as: "fte_owner"), ["FTE_DATABASE_OWNER_URL": database.url(as: "fte_app")])
            let noTLS = try doctor("postgresql://fte_app@127.0.0.1:1/fte?sslmode=verify-full&sslrootcert=/nowhere")

            #expect(unknownRole.contains("CREATE ROLE fte_nobody LOGIN PASSWORD '…'"))
            #expect(unknownDatabase.contains("there is no database 'no-such'."))
            #expect(unknownDatabase.contains(#"CREATE DATABASE "no-such" OWNER fte_app;"#))
            #expect(nobody.contains("no server answers at 127.0.0.1:1."))
            #expect(forbidden.contains("migration 1 (desk) is missing, and the role 'fte_app' may not apply it."))
            #expect(
                foreignOwner.contains("FAILED   owner: the role 'fte_app' of database.owner_url may not create tables.")
            )
            #expect(noTLS.contains("FAILED   database: "))
        }
    }

    @Test(arguments: TestServer.all)
    func `a role above the walls is warned of with the roles to make`(server: TestServer) async throws {
        try await server.withDatabase { database in
            _ = try Desk(environment: database.twoRoles).run("migrate")

            let owner = try doctor(database.url(as: "fte_owner"))
            let superuser = try doctor(server.url(role: nil, database: database.name))

            #expect(owner.contains("warning  role: 'fte_owner' owns the tables"))
            #expect(superuser.contains(" is a superuser, so row-level security is no second wall"))
            for output in [owner, superuser] {
                #expect(output.contains("CREATE ROLE fte_app LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS;"))
            }
        }
    }

    @Test(arguments: TestServer.all)
    func `a schema that is not this program's is told apart by what happened to it`(server: TestServer) async throws {
        try await server.withDatabase { database in
            let desk = try Desk(environment: database.twoRoles)

            let behind = try desk.run("doctor").output
            _ = try desk.run("migrate")
            try await database.run("REVOKE ALL ON tickets FROM fte_app")
            let closed = try desk.run("doctor", environment: ["FTE_DATABASE_OWNER_URL": ""]).output
            try await database.run("UPDATE schema_migrations SET checksum = 'edited' WHERE version = 1")
            let edited = try desk.run("doctor").output
            try await database.run(
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (999, 'later', 'x', now())")
            let newer = try desk.run("doctor").output
            try await database.run("DROP TABLE schema_migrations")
            let torn = try desk.run("doctor").output
            let refused = try desk.run("migrate")

            #expect(behind.contains("migrations 1 (desk), 2 (companies) are missing; the next start"))
            #expect(closed.contains("the role 'fte_app' may not read and change 1 of its tables, tickets among them."))
            #expect(edited.contains("migration 1 (desk) differs from the one that was applied"))
            #expect(newer.contains("the database has schema version 999"))
            #expect(torn.contains("its tables are not complete: missing schema_migrations."))
            #expect(refused.errors.contains("its tables are not complete"))
            #expect(refused.code == 1)
        }
    }

    @Test(arguments: TestServer.all)
    func `too few connections are warned of`(server: TestServer) async throws {
        try await server.withDatabase { database in
            try await server.run("ALTER DATABASE \(database.name) CONNECTION LIMIT 5")

            let output = try doctor(database.url(as: "fte_owner"))

            #expect(output.contains("warning  connections: a process takes up to 9, and "))
        }
    }

    /// Servers that let everybody in without one tell nothing.
    @Test(.enabled(if: asksForPasswords, "not run: no server asks fte_secret for its password"))
    func `a wrong password and a missing one are told apart`() throws {
        let server = try #require(TestServer.all.first)
        let url = server.url(role: "fte_secret", database: "postgres")

        let wrong = try doctor(url.replacing("fte_secret@", with: "fte_secret:hunter2@"))
        let missing = try doctor(url)

        #expect(wrong.contains("FAILED   database: the password of 'fte_secret' is wrong"))
        #expect(!wrong.contains("hunter2"))
        #expect(missing.contains("FAILED   database: the server asks 'fte_secret' for a password"))
    }

    @Test(.enabled(if: tls != nil || isCI, "not run: FTE_TEST_POSTGRES_TLS names no server"))
    func `a certificate of another authority is named`() throws {
        let url = try #require(Self.tls)

        let trusted = try doctor(url)
        let foreign = try doctor(url.replacing("ca.pem", with: "other-ca.pem"))
        let missing = try doctor(url.replacing("ca.pem", with: "none.pem"))

        #expect(trusted.contains("ok       database: "))
        #expect(foreign.contains("FAILED   database: TLS fails ("))
        #expect(missing.contains("FAILED   database: TLS fails (root certificate file"))
    }

    private static let isCI = ProcessInfo.processInfo.environment["CI"] != nil
    private static let tls = ProcessInfo.processInfo.environment["FTE_TEST_POSTGRES_TLS"]
    private static let asksForPasswords: Bool = {
        guard let url = TestServer.all.first?.url(role: "fte_secret", database: "postgres") else { return isCI }
        return isCI || (try? Desk(environment: ["DATABASE_URL": url]).run("doctor").output.contains("password")) == true
    }()

    @Test func `passwords are never shown`() throws {
        let desk = try Desk(environment: [
            "DATABASE_URL": "postgresql://fte:hunter2@127.0.0.1:1/fte", "POSTGRES_PASSWORD": "hunter2",
            "FTE_DATABASE_OWNER_URL": "postgresql://owner:hunter2@127.0.0.1:1/fte",
        ])

        let listed = try desk.run("doctor", "--settings")

        #expect(listed.output.contains("database.url = (secret) (DATABASE_URL)"))
        #expect(listed.code == 1)
        #expect(!(listed.output + listed.errors).contains("hunter2"))
    }

    private func doctor(_ url: String, _ more: [String: String] = [:]) throws -> String {
        try Desk(environment: ["DATABASE_URL": url].merging(more) { $1 }).run("doctor").output
    }
}
