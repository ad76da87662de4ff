import FoundationEssentials
import SQL

/// What is wrong with a PostgreSQL database, and what somebody can do about it.
struct DatabaseTrouble: Equatable {
    let finding: String
    /// A sentence.
    let cure: String

    /// For whoever started the program.
    func line(_ address: PostgresAddress) -> String { "the database \(address) can't be used: \(finding). \(cure)" }
}

// What keeps us from working with a server.
extension DatabaseTrouble {
    /// `nil` for what is no matter of the database.
    init?(_ error: any Error, at address: PostgresAddress) {
        switch error {
        case let error as SQLError: self.init(error, address)
        case let error as MigrationError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: SQLError, _ address: PostgresAddress) {
        switch error {
        case .refused(let code, let reason): self.init(refusal: code, reason, address)
        case .unavailable(let reason): self.init(outage: reason, address)
        case .other(_, let message) where error.isForbidden:
            self.init(
                finding: "the role '\(address.role)' may not do what is needed (\(message))",
                cure: Self.migrateAsOwner)
        case .unsuitable(let reason):
            self.init(finding: reason, cure: "Name a server that fits in database.url.")
        case .full:
            self.init(finding: "the server's disk is full", cure: "Free room on it; nothing has to be restarted.")
        case .readOnly:
            self.init(
                finding: "it may only be read",
                cure: "Name the primary server, and see default_transaction_read_only of the role and the database.")
        case .busy, .timeLimitExceeded:
            self.init(
                finding: "another session holds it for longer than we wait",
                cure: "Look for it in pg_stat_activity; a schema that is being changed needs its time.")
        default:
            self.init(finding: "\(error)", cure: "See the server's log.")
        }
    }

    private init(refusal code: String, _ reason: String, _ address: PostgresAddress) {
        let role = address.role
        switch code {
        case "28P01":
            self.init(
                finding: "the password of '\(role)' is wrong, or there is no such role",
                cure:
                    "Mend the URL, or the role: CREATE ROLE \(role.sqlName) LOGIN PASSWORD '…' (ALTER ROLE if it is there)."
            )
        case "28000" where reason.contains("pg_hba.conf") || reason.contains("no encryption"):
            self.init(
                finding: "the server lets '\(role)' in neither from this address nor in this way",
                cure: "Add a line for it to the server's pg_hba.conf and reload; where that asks for TLS, add "
                    + "sslmode=verify-full to the URL.")
        case "28000":
            self.init(
                finding: "there is no role '\(role)', or it may not log in",
                cure: "As a superuser: CREATE ROLE \(role.sqlName) LOGIN PASSWORD '…';")
        case "3D000":
            self.init(
                finding: "there is no database '\(address.database)'",
                cure: "As a superuser: CREATE DATABASE \(address.database.sqlName) OWNER \(role.sqlName);")
        case "42501":
            self.init(
                finding: "the role '\(role)' may not connect to '\(address.database)'",
                cure: "As its owner: GRANT CONNECT ON DATABASE \(address.database.sqlName) TO \(role.sqlName);")
        default:
            self.init(finding: "the server refuses us (SQLSTATE \(code))", cure: "See the server's log.")
        }
    }

    private init(outage reason: String, _ address: PostgresAddress) {
        switch reason {
        case _ where reason.contains("could not translate host name"):
            self.init(finding: "the host '\(address.host)' is not known", cure: "Mend its name in the URL, or the DNS.")
        case _ where reason.contains("no password supplied"):
            self.init(
                finding: "the server asks '\(address.role)' for a password, and there is none",
                cure: "Add it to the URL, to PGPASSWORD or to ~/.pgpass.")
        case _ where reason.contains("too many") || reason.contains("connection slots are reserved"):
            self.init(
                finding: "the server has no connection left",
                cure: "Raise its max_connections, or lower database.connections or the number of processes.")
        case _ where Self.isTLS(reason):
            self.init(
                finding: "TLS fails (\(reason.lastPart))",
                cure: "See sslmode and sslrootcert in the URL; sslmode=verify-full needs the certificate of the "
                    + "server's authority and its name as the host.")
        case _ where reason.contains("Connection refused") || reason.contains("No such file or directory"):
            self.init(
                finding: "no server answers at \(address.place)",
                cure: "Start it, or mend host and port in the URL; it must listen there (listen_addresses).")
        case _
        where reason.contains("no answer within") || reason.contains("timed out")
            || reason.contains("unreachable"):
            self.init(
                finding: "\(address.place) does not answer", cure: "See the address, the network and its firewalls.")
        default:
            self.init(finding: reason.lastPart, cure: "Wait until it is there, or see the server's log.")
        }
    }

    private static func isTLS(_ reason: String) -> Bool {
        ["SSL", "certificate", "TLS"].contains { reason.contains($0) }
    }
}

// What is wrong with the schema.
extension DatabaseTrouble {
    static let migrateAsOwner =
        "Run `fte migrate` with FTE_DATABASE_OWNER_URL set to the URL of the role that owns the tables."

    private init(_ error: MigrationError) {
        switch error {
        case .databaseIsNewer:
            self.init(finding: "\(error)", cure: "Nothing was changed.")
        case .changed, .unknown, .outOfOrder:
            self.init(
                finding: "\(error)",
                cure:
                    "Use the program that made it, or restore a backup; what a released program applied never changes.")
        case .failed(let version, let name, let cause):
            self.init(
                finding: "migration \(version) (\(name)) failed: \(cause)",
                cure: "What came before it is kept, and it is tried again at the next start.")
        }
    }

    /// A schema of which parts are gone: no migration brings them back.
    init?(torn state: SchemaState) {
        guard state.isTorn else { return nil }
        self.init(
            finding: "its tables are not complete: missing \(state.missing.joined(separator: ", "))",
            cure:
                "A restore was cut short, or somebody removed them: restore a backup in full, or name an empty database."
        )
    }

    /// What a role lacks of the schema; `nil` where it is complete.
    init?(unfinished state: SchemaState, for login: DatabaseLogin, owner: DatabaseLogin?) {
        let role = login.address.role
        // Where the owner is known and has done its part, the two URLs don't mean the same.
        let cure =
            owner.map {
                "See that database.url and database.owner_url name the same database and schema, and that "
                    + "'\($0.address.role)' owns the tables and may create more: GRANT CREATE, USAGE ON SCHEMA public TO "
                    + "\($0.address.role.sqlName);"
            } ?? Self.migrateAsOwner
        if let first = state.pending.first {
            self.init(
                finding:
                    "migration \(first.version) (\(first.name)) is missing, and the role '\(role)' may not apply it",
                cure: cure)
        } else if !state.isComplete {
            let tables = state.missing + state.closed
            self.init(
                finding: "the role '\(role)' may not read and change \(tables.count) of its tables, "
                    + "\(tables.first ?? "") among them", cure: cure)
        } else {
            return nil
        }
    }
}

/// An error that may say that a role lacks a right.
protocol SchemaRefusal: Error {
    var isForbidden: Bool { get }
}

extension SQLError: SchemaRefusal {
    var isForbidden: Bool {
        switch self {
        case .other("42501", _), .other("3F000", _): true
        default: false
        }
    }
}

extension MigrationError: SchemaRefusal {
    var isForbidden: Bool {
        switch self {
        case .failed(_, _, let cause): cause.isForbidden
        default: false
        }
    }
}

extension PostgresAddress {
    fileprivate var place: String { host.isEmpty ? "the local socket" : "\(host):\(port)" }
}

extension String {
    /// As an identifier, quoted where it has to be.
    var sqlName: String {
        wholeMatch(of: /[a-z_][a-z0-9_]*/) == nil ? "\"" + replacing("\"", with: "\"\"") + "\"" : self
    }

    /// What libpq says after the address.
    fileprivate var lastPart: String {
        let last = components(separatedBy: "failed: ").last?.prefix(200) ?? ""
        return String(last.hasSuffix(".") ? last.dropLast() : last)
    }
}
