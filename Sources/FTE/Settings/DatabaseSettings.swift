import Process
import SQL

/// A PostgreSQL database, and the role that logs in to it.
struct DatabaseLogin: Sendable {
    /// For libpq; it may hold a password.
    let url: Secret
    /// For people.
    let address: PostgresAddress
}

/// Where the company's rows are: in PostgreSQL where a URL or a host is given, else in SQLite in the data directory.
struct DatabaseSettings {
    /// The application's role; `nil` means SQLite.
    let login: DatabaseLogin?
    /// The role that owns the tables, where it isn't the application's.
    let owner: DatabaseLogin?
    let connections: Int
    let connectTimeout: Duration
    let patience: Duration
    let statementTimeout: Duration
    let lockTimeout: Duration

    init(_ settings: Settings) {
        let url = settings.login(
            "database.url", aliases: ["DATABASE_URL"],
            doc: "A PostgreSQL database, as postgresql://role:password@host:port/database; SQLite where it isn't set.")
        let ownerURL = settings.login(
            "database.owner_url", aliases: [],
            doc: "The same database as the role that owns its tables: it changes the schema and lets database.url in.")
        let words = DatabaseWords(settings)
        login = url ?? words.login
        owner = ownerURL
        connections = settings.integer(
            "database.connections", default: 8, in: 1...500,
            doc: "Connections of one process to PostgreSQL; one more listens.")
        connectTimeout = settings.duration(
            "database.connect_timeout", default: .seconds(5), in: .milliseconds(100)...(.seconds(60)),
            doc: "How long one attempt to connect may take.")
        patience = settings.duration(
            "database.patience", default: .seconds(10), in: .milliseconds(100)...(.seconds(300)),
            doc: "How long a start or a transaction waits for a server that is away, or for a free connection.")
        statementTimeout = settings.duration(
            "database.statement_timeout", default: .seconds(30), in: .seconds(1)...(.seconds(600)),
            doc: "How long one statement may take.")
        lockTimeout = settings.duration(
            "database.lock_timeout", default: .seconds(10), in: .milliseconds(100)...(.seconds(600)),
            doc: "How long one statement may wait for another transaction.")
        if ownerURL != nil, login == nil {
            settings.reject("database.owner_url", "needs database.url, the role that the desk works as, beside it")
        }
    }
}

/// The parts of a URL, each a setting of its own.
private struct DatabaseWords {
    let login: DatabaseLogin?

    init(_ settings: Settings) {
        let host = settings.string(
            "database.host", aliases: ["POSTGRES_HOST"],
            doc: "The server, where its address is given in parts and not as database.url.")
        let port = settings.integer(
            "database.port", default: 5432, in: 1...65535, aliases: ["POSTGRES_PORT"], doc: "Its port.")
        let name = settings.string(
            "database.name", default: "fte", aliases: ["POSTGRES_DB"], doc: "The database's name.")
        let role = settings.string("database.user", default: "fte", aliases: ["POSTGRES_USER"], doc: "The role.")
        let password = settings.secret("database.password", aliases: ["POSTGRES_PASSWORD"], doc: "Its password.")
        guard let host else {
            login = nil
            return
        }
        var words = [("host", host), ("port", String(port)), ("dbname", name), ("user", role)]
        if let password { words.append(("password", password.reveal())) }
        let url = words.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
        login = PostgresAddress(url: url).map { DatabaseLogin(url: Secret(url), address: $0) }
        if login == nil { settings.reject("database.host", "and its fellows make no address that libpq can read") }
    }

    /// As libpq's `key='value'` words want it.
    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}

extension Settings {
    fileprivate func login(_ key: String, aliases: [String], doc: String) -> DatabaseLogin? {
        guard let url = secret(key, aliases: aliases, doc: doc) else { return nil }
        let text = url.reveal()
        guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else {
            reject(key, "must begin with postgresql:// or postgres://")
            return nil
        }
        guard let address = PostgresAddress(url: text), address.isPlausible else {
            reject(
                key,
                "must be postgresql://role:password@host:port/database; in a password write % as %25, @ as %40, "
                    + "/ as %2F, : as %3A, ? as %3F and # as %23")
            return nil
        }
        return DatabaseLogin(url: url, address: address)
    }
}

extension PostgresAddress {
    /// A password with marks that should be written otherwise spills into what stands behind it.
    fileprivate var isPlausible: Bool {
        host.utf8.allSatisfy { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "#") && $0 > 0x20 }
            && port.split(separator: ",").allSatisfy { (1...65535).contains(Int($0) ?? 0) }
    }
}
