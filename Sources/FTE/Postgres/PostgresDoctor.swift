import FoundationEssentials
import Process
import SQL
import Storage
import SupportDesk

/// Looks at a PostgreSQL database as `fte doctor` does: changes nothing, and says of each finding how to mend it.
struct PostgresDoctor {
    private static let name = "fte doctor"

    let login: DatabaseLogin
    let settings: DatabaseSettings
    let workspace: ID<WorkspaceScope>

    func check(_ report: inout DoctorReport) async {
        var options = PostgresOptions(login, settings, workspace: workspace)
        options.connections = 1
        options.applicationName = Self.name
        await visit(options, login, "database", &report) { database, report in
            let facts = try await ServerFacts.read(database, except: Self.name)
            let state = try await SchemaState.read(database)
            report.pass("database", "\(login.address) is PostgreSQL \(facts.version)")
            checkSchema(state, facts, &report)
            checkRole(facts, &report)
            checkConnection(facts, &report)
            if state.isComplete { try await checkMessages(in: database, &report) }
        }
        if let owner = settings.owner { await check(owner: owner, &report) }
    }

    private func check(owner: DatabaseLogin, _ report: inout DoctorReport) async {
        var options = PostgresOptions(maintaining: owner, settings)
        options.applicationName = Self.name
        await visit(options, owner, "owner", &report) { database, report in
            let facts = try await ServerFacts.read(database, except: Self.name)
            let state = try await SchemaState.read(database)
            let name = facts.role.sqlName
            if state.isEmpty ? !facts.mayCreateTables : !facts.ownsTables && !facts.isSuperuser {
                report.fail(
                    "owner",
                    "the role '\(facts.role)' of database.owner_url "
                        + (state.isEmpty ? "may not create tables." : "does not own the tables."),
                    state.isEmpty
                        ? "As a superuser: ALTER DATABASE \(owner.address.database.sqlName) OWNER TO \(name);"
                        : "Name the role that does; `\\dt` in psql shows it.")
            } else {
                report.pass("owner", "'\(facts.role)' may change the schema and let '\(login.address.role)' in")
            }
        }
    }

    /// Connects, looks, and closes; what goes wrong is a finding.
    private func visit(
        _ options: PostgresOptions, _ login: DatabaseLogin, _ part: String, _ report: inout DoctorReport,
        _ look: (PostgresDatabase, inout DoctorReport) async throws -> Void
    ) async {
        var options = options
        // Nobody wants to wait for what is known.
        options.patience = min(options.patience, .seconds(2))
        do {
            let database = try await PostgresDatabase(options)
            do { try await look(database, &report) } catch { report.fail(part, trouble(error, login)) }
            await database.close()
        } catch {
            report.fail(part, trouble(error, login))
        }
    }

    private func trouble(_ error: any Error, _ login: DatabaseLogin) -> DatabaseTrouble {
        DatabaseTrouble(error, at: login.address) ?? DatabaseTrouble(finding: "\(error)", cure: "See the server's log.")
    }

    // MARK: Findings

    private func checkSchema(_ state: SchemaState, _ facts: ServerFacts, _ report: inout DoctorReport) {
        if state.isComplete { return report.pass("schema", "current") }
        if let trouble = DatabaseTrouble(torn: state) { return report.fail("schema", trouble) }
        let mayMigrate =
            settings.owner != nil || facts.isSuperuser
            || (state.isEmpty ? facts.mayCreateTables : facts.ownsTables)
        if mayMigrate {
            let missing = state.pending.map { "\($0.version) (\($0.name))" }.joined(separator: ", ")
            report.pass(
                "schema",
                state.pending.isEmpty
                    ? "the next start or `fte migrate` lets '\(facts.role)' in"
                    : "migrations \(missing) are missing; the next start or `fte migrate` applies them")
        } else if let trouble = DatabaseTrouble(unfinished: state, for: login, owner: settings.owner) {
            report.fail("schema", trouble)
        }
    }

    private func checkRole(_ facts: ServerFacts, _ report: inout DoctorReport) {
        let role = facts.role
        let reason =
            facts.isSuperuser
            ? "is a superuser"
            : facts.bypassesRowSecurity ? "has BYPASSRLS" : facts.ownsTables ? "owns the tables" : nil
        if let reason {
            report.warn(
                "role",
                "'\(role)' \(reason), so row-level security is no second wall between companies. As a superuser: "
                    + "CREATE ROLE fte_app LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS; then name fte_app in database.url "
                    + "and today's URL in database.owner_url (FTE_DATABASE_OWNER_URL).")
        } else {
            report.pass("role", "'\(role)' sees the rows of its company alone")
        }
        if !facts.canHaveVectors {
            let major = facts.version.prefix { $0.isNumber }
            report.warn(
                "pgvector",
                "the server doesn't have it; everything works without. On the server: "
                    + "apt-get install postgresql-\(major)-pgvector, then as a superuser CREATE EXTENSION vector;")
        } else if !facts.hasVectors {
            report.warn(
                "pgvector",
                "the server has it, this database doesn't; everything works without. As a superuser: "
                    + "CREATE EXTENSION vector;")
        }
    }

    private func checkConnection(_ facts: ServerFacts, _ report: inout DoctorReport) {
        if !login.address.isLocal {
            if !facts.isEncrypted {
                report.warn(
                    "connection",
                    "not encrypted, and \(login.address.host) is not this machine. Add sslmode=verify-full and "
                        + "sslrootcert=FILE to the URL.")
            } else if !["verify-full", "verify-ca"].contains(login.address.sslMode) {
                report.warn(
                    "connection",
                    "encrypted, but nobody checks that \(login.address.host) is the right server. Add "
                        + "sslmode=verify-full and sslrootcert=FILE to the URL.")
            } else {
                report.pass("connection", "encrypted and verified")
            }
        }
        let needed = settings.connections + 1 + (settings.owner == nil ? 0 : 1)
        if facts.freeConnections < needed {
            report.warn(
                "connections",
                "a process takes up to \(needed), and \(max(0, facts.freeConnections)) are free. Raise the server's "
                    + "max_connections (or the role's or the database's CONNECTION LIMIT), or lower database.connections."
            )
        } else {
            report.pass(
                "connections",
                "\(facts.freeConnections) are free; a process takes up to \(needed), so "
                    + "\(facts.freeConnections / needed) more fit")
        }
        if abs(facts.clockLead) > 5 {
            report.warn(
                "clock",
                "the server's is \(Int(abs(facts.clockLead))) s \(facts.clockLead > 0 ? "ahead of" : "behind") ours. Only the "
                    + "server's counts for the desk; let both follow NTP.")
        }
    }

    private func checkMessages(in database: PostgresDatabase, _ report: inout DoctorReport) async throws {
        let desk = DeskDatabase(database: database, workspace: workspace, ids: .system)
        try await report.checkMessages(desk)
    }
}
