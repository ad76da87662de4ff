/// Brings a database's schema up to date. Any number of processes may do so at once: each step is a transaction that
/// holds a lock and looks again at what has been applied.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    /// - Parameter migrations: In ascending order of version, the first at least 1.
    package init(migrations: [Migration]) {
        precondition(
            migrations.first.map { $0.version > 0 } ?? true
                && zip(migrations, migrations.dropFirst()).allSatisfy { $0.version < $1.version },
            "migrations are in ascending order of version")
        self.migrations = migrations
    }

    /// Applies what is missing, each migration in a transaction of its own.
    ///
    /// - Returns: The migrations that this call applied.
    /// - Throws: `MigrationError`, before anything is touched but for `failed`; `SQLError` when the database is
    ///   out of reach.
    @discardableResult
    package func migrate(_ database: any Database) async throws -> [Migration] {
        // A role that may not change the schema may still find it up to date.
        guard try await !pending(in: database).isEmpty else { return [] }
        try await database.write { tx in
            try tx.lockMigrations()
            try tx.createMigrationTable()
        }
        var applied: [Migration] = []
        while let migration = try await database.write({ try applyNext(in: $0) }) { applied.append(migration) }
        return applied
    }

    /// What `migrate` would apply.
    ///
    /// - Throws: `MigrationError` when the database and the program don't belong together.
    package func pending(in database: any Database) async throws -> [Migration] {
        try await database.read { tx in
            guard try tx.hasMigrationTable() else { return migrations }
            return try missing(given: try tx.appliedMigrations(), dialect: tx.dialect)
        }
    }

    private func applyNext(in tx: Transaction) throws -> Migration? {
        try tx.lockMigrations()
        guard let next = try missing(given: try tx.appliedMigrations(), dialect: tx.dialect).first else { return nil }
        do {
            try tx.script(next.sql(for: tx.dialect))
            try tx.record(next)
        } catch let error as SQLError where !error.isTransient {
            throw MigrationError.failed(version: next.version, name: next.name, error)
        }
        return next
    }

    /// The program's migrations that the database lacks, after checking that the rest agree.
    private func missing(given applied: [AppliedMigration], dialect: Dialect) throws -> [Migration] {
        let newest = applied.last?.version ?? 0
        let known = migrations.last?.version ?? 0
        guard newest <= known else { throw MigrationError.databaseIsNewer(database: newest, program: known) }
        let byVersion = Dictionary(uniqueKeysWithValues: migrations.map { ($0.version, $0) })
        for one in applied {
            guard let ours = byVersion[one.version] else {
                throw MigrationError.unknown(version: one.version, name: one.name)
            }
            guard ours.checksum(for: dialect) == one.checksum else {
                throw MigrationError.changed(version: ours.version, name: ours.name)
            }
        }
        let missing = migrations.filter { ours in !applied.contains { $0.version == ours.version } }
        if let first = missing.first, first.version < newest {
            throw MigrationError.outOfOrder(version: first.version, name: first.name, database: newest)
        }
        return missing
    }
}

private struct AppliedMigration {
    let version: Int
    let name: String
    let checksum: String
}

extension Transaction {
    /// A write transaction on SQLite excludes all others as it is.
    fileprivate func lockMigrations() throws {
        guard dialect == .postgres else { return }
        try execute("SELECT pg_advisory_xact_lock(7307203942714361)")
    }

    fileprivate func createMigrationTable() throws {
        try execute(
            dialect.text(
                sqlite: """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                        version INTEGER PRIMARY KEY,
                        name TEXT NOT NULL,
                        checksum TEXT NOT NULL,
                        applied_at TEXT NOT NULL
                    ) STRICT
                    """,
                postgres: """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                        version BIGINT PRIMARY KEY,
                        name TEXT NOT NULL,
                        checksum TEXT NOT NULL,
                        applied_at TIMESTAMPTZ NOT NULL
                    )
                    """))
    }

    fileprivate func hasMigrationTable() throws -> Bool {
        try row(
            dialect.text(
                sqlite: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'",
                postgres: "SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL"),
            decode: { _ in true }) ?? false
    }

    fileprivate func appliedMigrations() throws -> [AppliedMigration] {
        try rows("SELECT version, name, checksum FROM schema_migrations ORDER BY version") { row in
            try AppliedMigration(version: row.int(0), name: row.text(1), checksum: row.text(2))
        }
    }

    fileprivate func record(_ migration: Migration) throws {
        try execute(
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
            migration.version, migration.name, migration.checksum(for: dialect), now())
    }
}
