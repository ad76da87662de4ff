package import SQL

/// The schema's history: numbered SQL files beside this one, compiled into the program.
package enum DeskSchema {
    package static let migrator = Migrator(migrations: [
        Migration(
            version: 1, name: "desk",
            sqlite: String(decoding: PackageResources._001_desk_sqlite_sql, as: UTF8.self),
            postgres: String(decoding: PackageResources._001_desk_postgres_sql, as: UTF8.self)),
        Migration(
            version: 2, name: "companies",
            sqlite: String(decoding: PackageResources._002_companies_sqlite_sql, as: UTF8.self),
            // Its first schema has all of this.
            postgres: "SELECT 1"),
        Migration(
            version: 3, name: "vectors",
            sqlite: String(decoding: PackageResources._003_vectors_sqlite_sql, as: UTF8.self),
            postgres: String(decoding: PackageResources._003_vectors_postgres_sql, as: UTF8.self)),
        Migration(
            version: 4, name: "runs",
            sqlite: String(decoding: PackageResources._004_runs_sqlite_sql, as: UTF8.self),
            postgres: String(decoding: PackageResources._004_runs_postgres_sql, as: UTF8.self)),
    ])

    /// Lets `role` read and change the company's rows, and read which migrations were applied; nothing more.
    ///
    /// To be run by the tables' owner after `migrate`. May be repeated, and by several processes at once. On SQLite there
    /// are no roles, and nothing is done.
    package static func grant(to role: String, in database: any Database) async throws {
        guard database.dialect == .postgres else { return }
        try await database.write { tx in
            // Granting the same at the same moment is an error to PostgreSQL.
            try tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('fte.grants', 0))")
            try tx.execute("SELECT set_config('fte.role', $1, true)", role)
            try tx.execute(
                """
                DO $$
                DECLARE
                    role text := current_setting('fte.role');
                    schema text := current_schema();
                    name text;
                    wanted text;
                BEGIN
                    IF NOT has_schema_privilege(role, schema, 'USAGE') THEN
                        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, role);
                    END IF;
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = schema AND tableowner = current_user
                    LOOP
                        FOREACH wanted IN ARRAY CASE name
                            WHEN 'schema_migrations' THEN ARRAY['SELECT']
                            ELSE ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']
                        END LOOP
                            IF NOT has_table_privilege(role, format('%I.%I', schema, name), wanted) THEN
                                EXECUTE format('GRANT %s ON %I.%I TO %I', wanted, schema, name, role);
                            END IF;
                        END LOOP;
                    END LOOP;
                END
                $$
                """)
        }
    }
}
