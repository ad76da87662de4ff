import SQL
import Storage

/// What of the program's schema a role finds in a database.
struct SchemaState: Sendable {
    /// Migrations that were not applied.
    var pending: [Migration] = []
    /// Tables that are not there.
    var missing: [String] = []
    /// Tables whose rows the role may not read and change.
    var closed: [String] = []

    var isComplete: Bool { pending.isEmpty && missing.isEmpty && closed.isEmpty }
    /// Whether none of the company's tables is there.
    var isEmpty: Bool { missing.count { $0 != Self.history } == Self.tables.count - 1 }

    /// Whether parts are gone that no migration brings back. Who may not read what was applied can't tell.
    var isTorn: Bool {
        guard !closed.contains(Self.history) else { return false }
        return missing.contains(Self.history) ? !isEmpty : pending.isEmpty && !missing.isEmpty
    }

    /// Looks at a PostgreSQL database, whose schema another process may be changing.
    /// - Throws: `MigrationError` when the database and the program don't belong together.
    static func read(_ database: any Database) async throws -> SchemaState {
        // In this order: what a migration made is there once it counts as applied.
        let pending = try await pending(in: database)
        var state = try await readTables(database)
        state.pending = pending
        return state
    }

    /// None where the role may not look; then the table of migrations is among those that are closed.
    private static func pending(in database: any Database) async throws -> [Migration] {
        do { return try await DeskSchema.migrator.pending(in: database) } catch let error as SQLError
            where error.isForbidden
        { return [] }
    }

    private static let history = "schema_migrations"

    private static func readTables(_ database: any Database) async throws -> SchemaState {
        let found = try await database.read { tx in
            try tx.rows(
                """
                SELECT name, to_regclass(name) IS NOT NULL,
                    COALESCE(has_table_privilege(to_regclass(name)::oid, 'SELECT'), FALSE)
                        AND (name = 'schema_migrations'
                            OR has_table_privilege(to_regclass(name)::oid, 'INSERT')
                                AND has_table_privilege(to_regclass(name)::oid, 'UPDATE')
                                AND has_table_privilege(to_regclass(name)::oid, 'DELETE'))
                FROM unnest(string_to_array($1, ' ')) AS name
                """, tables.joined(separator: " ")
            ) { (name: try $0.text(0), isThere: try $0.bool(1), isOpen: try $0.bool(2)) }
        }
        return SchemaState(
            missing: found.filter { !$0.isThere }.map(\.name),
            closed: found.filter { $0.isThere && !$0.isOpen }.map(\.name))
    }

    /// The tables that the migrations make, in their order.
    private static let tables: [String] =
        DeskSchema.migrator.migrations.flatMap { migration in
            migration.sql(for: .postgres).matches(of: /CREATE TABLE ([a-z_]+)/).map { String($0.output.1) }
        } + [history]
}
