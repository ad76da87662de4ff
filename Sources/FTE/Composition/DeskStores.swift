import Crypto
import FoundationEssentials
import Process
import SQL
import Storage
import SupportDesk
import Telemetry

/// The database, opened and brought up to date, and the stores on it.
struct DeskStores: Sendable {
    enum Driver: Sendable {
        case sqlite(SQLiteDatabase)
        case postgres(PostgresDatabase)
    }

    let driver: Driver
    let desk: DeskDatabase
    /// Where the rows are, for people.
    let place: String

    var database: any Database { desk.database }

    init(_ driver: Driver, place: String, workspace: ID<WorkspaceScope>, faults: Faults = .none) {
        self.driver = driver
        self.place = place
        desk = DeskDatabase(database: driver.database, workspace: workspace, ids: .system, faults: faults)
    }

    /// - Throws: `StartError` with what is in the way: a server that is away or doesn't let us in, a folder or file that
    ///   can't be used, a full disk, a database that a newer program wrote.
    static func open(_ settings: DeskSettings, logger: Logger) async throws -> DeskStores {
        let (driver, place) =
            if let login = settings.database.login {
                (
                    Driver.postgres(
                        try await PostgresOpening(
                            login, settings.database, workspace: settings.workspace.scope, logger: logger
                        ).open()), login.address.description
                )
            } else {
                (Driver.sqlite(try await openFile(settings.data, logger)), settings.data.database)
            }
        return DeskStores(
            driver, place: place, workspace: settings.workspace.scope, faults: Faults(settings.faults))
    }

    private static func openFile(_ data: DataDirectory, _ logger: Logger) async throws -> SQLiteDatabase {
        try data.prepare()
        do {
            let database = try await SQLiteDatabase(path: data.database)
            logger.report(try await DeskSchema.migrator.migrate(database))
            return database
        } catch let error as SQLError {
            throw StartError("the database \(data.database) can't be used: \(error)")
        } catch let error as MigrationError {
            throw StartError("the database \(data.database) can't be used: \(error)")
        }
    }

    /// Opens what a command's settings name for as long as `body` runs.
    static func with<Value>(
        _ invocation: Invocation, _ body: (DeskStores) async throws -> Value
    ) async throws -> Value {
        let settings = try DeskSettings(invocation)
        let stores = try await open(settings, logger: settings.log.logger)
        do {
            let value = try await body(stores)
            await stores.close()
            return value
        } catch {
            await stores.close()
            throw error
        }
    }

    func close() async { await database.close() }
}

extension DeskStores.Driver {
    var database: any Database {
        switch self {
        case .sqlite(let database): database
        case .postgres(let database): database
        }
    }
}

extension DeskStores {
    /// Looks whether work could be stored.
    /// - Throws: what keeps the database from being written to: a full disk on SQLite, a standby on PostgreSQL.
    func checkDatabase() async throws {
        switch driver {
        case .sqlite(let database):
            try await database.write { [desk] tx in
                try tx.execute("UPDATE workspaces SET name = name WHERE id = $1", desk.workspace)
            }
        case .postgres(let database):
            let mayWrite = try await database.read { tx in
                try tx.row(
                    "SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean"
                ) { try $0.bool(0) }
            }
            guard mayWrite == true else { throw SQLError.readOnly }
        }
    }
}

extension Logger {
    func report(_ migrations: [Migration]) {
        for migration in migrations {
            notice(
                "Schema brought up to date",
                metadata: ["version": .int(migration.version), "name": .string(migration.name)])
        }
    }
}

extension IDSource {
    static let system: IDSource = {
        let generator = UUIDGenerator()
        return IDSource(
            ordered: { generator.v7() }, unguessable: { generator.v4() },
            bits: { SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } })
    }()
}

extension DeskStores {
    /// A desk that ends with the process.
    static func inMemory() async throws -> DeskStores {
        let database = try await SQLiteDatabase.inMemory()
        try await DeskSchema.migrator.migrate(database)
        return DeskStores(.sqlite(database), place: "memory", workspace: WorkspaceScope.single)
    }
}
