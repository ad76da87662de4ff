import Process
import SQL
import Storage

/// `fte migrate`: brings the schema up to date without starting anything.
enum MigrateCommand {
    static let command = Command(
        "migrate", summary: "Bring the database's schema up to date.",
        discussion: """
            Every command that needs the database does this by itself; several may at once. On PostgreSQL it is done as \
            the role of FTE_DATABASE_OWNER_URL where that is set, which then lets the role of the database's URL in.
            """
    ) { invocation in
        let settings = try DeskSettings(invocation)
        let stores = try await DeskStores.open(settings, logger: settings.log.logger)
        await stores.close()
        if let owner = settings.database.owner ?? settings.database.login {
            try await prepareVectors(of: stores.desk, settings.database, as: owner)
        }
        Console.output("The schema of \(stores.place) is up to date.")
    }

    /// What only the tables' owner may do, and what takes longer than a start may.
    private static func prepareVectors(
        of desk: DeskDatabase, _ settings: DatabaseSettings, as owner: DatabaseLogin
    ) async throws {
        let database = try await PostgresDatabase(PostgresOptions(maintaining: owner, settings))
        do {
            if try await DeskSchema.adoptVectors(in: database) {
                Console.output("Passages' vectors are pgvector's now.")
            }
            let vectors = SQLPassageVectors(
                DeskDatabase(database: database, workspace: desk.workspace, ids: desk.ids))
            if try await vectors.prepareIndex() { Console.output("Passages' vectors have an index now.") }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}
