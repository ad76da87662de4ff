import Crypto
import FoundationEssentials
import Process
import SQL
import Storage
import SupportDesk
import Telemetry

/// The database, opened and brought up to date, and the stores on it.
struct DeskStores: Sendable {
    let database: SQLiteDatabase
    let desk: DeskDatabase

    /// - Throws: `StartError` with what is in the way: a folder or file that can't be used, a full disk, a database that a
    ///   newer program wrote.
    static func open(_ settings: DeskSettings, logger: Logger) async throws -> DeskStores {
        try settings.data.prepare()
        let path = settings.data.database
        do {
            let database = try await SQLiteDatabase(path: path)
            for migration in try await DeskSchema.migrator.migrate(database) {
                logger.notice(
                    "Schema brought up to date",
                    metadata: ["version": .int(migration.version), "name": .string(migration.name)])
            }
            let desk = DeskDatabase(
                database: database, workspace: settings.workspace.scope, ids: .system,
                faults: Faults(settings.faults))
            return DeskStores(database: database, desk: desk)
        } catch let error as SQLError {
            throw StartError("the database \(path) can't be used: \(error)")
        } catch let error as MigrationError {
            throw StartError("the database \(path) can't be used: \(error)")
        }
    }

    /// Writes something that changes nothing.
    /// - Throws: what keeps the database from being written to, a full disk included.
    func checkDatabase() async throws {
        try await database.write { [desk] tx in
            try tx.execute("UPDATE workspaces SET name = name WHERE id = $1", desk.workspace)
        }
    }

    func close() async { await database.close() }
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
        return DeskStores(database: database, desk: DeskDatabase(database: database, ids: .system))
    }
}
