import Process
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
        do {
            if try await DeskSchema.adoptVectors(in: stores.database) {
                Console.output("Passages' vectors are pgvector's now.")
            }
            if try await SQLPassageVectors(stores.desk).prepareIndex() {
                Console.output("Passages' vectors have an index now.")
            }
        } catch {
            await stores.close()
            throw error
        }
        await stores.close()
        Console.output("The schema of \(stores.place) is up to date.")
    }
}
