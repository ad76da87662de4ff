import FoundationEssentials
import SQL

/// What a role is told by a PostgreSQL server of itself and of the role.
struct ServerFacts: Sendable {
    let version: String
    let role: String
    let isSuperuser: Bool
    let bypassesRowSecurity: Bool
    let ownsTables: Bool
    let mayCreateTables: Bool
    /// Connections that are left for us, those of `except` not counted as taken.
    let freeConnections: Int
    let isEncrypted: Bool
    let canHaveVectors: Bool
    let hasVectors: Bool
    /// How far its clock is ahead of ours.
    let clockLead: TimeInterval

    /// - Parameter name: of the application that asks, as the server's list of sessions has it.
    static func read(_ database: any Database, except name: String) async throws -> ServerFacts {
        let asked = Date()
        return try await database.read { tx in
            let now = try tx.now()
            let answered = Date()
            // The moment of its answer lies between ours of asking and of hearing.
            let lead = now < asked ? now.timeIntervalSince(asked) : max(0, now.timeIntervalSince(answered))
            let facts = try tx.row(
                """
                SELECT current_setting('server_version'), rolname::text, rolsuper, rolbypassrls,
                    EXISTS (
                        SELECT 1 FROM pg_tables
                        WHERE schemaname = current_schema() AND tablename = 'conversations'
                            AND tableowner = current_user),
                    COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE),
                    LEAST(
                        current_setting('max_connections')::bigint
                            - current_setting('superuser_reserved_connections')::bigint
                            - COALESCE(current_setting('reserved_connections', TRUE)::bigint, 0)
                            - (SELECT count(*) FROM pg_stat_activity
                                WHERE COALESCE(backend_type, 'client backend') = 'client backend'
                                    AND application_name <> $1),
                        CASE WHEN rolconnlimit < 0 THEN 1000000
                            ELSE rolconnlimit - (SELECT count(*) FROM pg_stat_activity
                                WHERE usename = current_user AND application_name <> $1) END,
                        (SELECT CASE WHEN datconnlimit < 0 THEN 1000000
                            ELSE datconnlimit - (SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND application_name <> $1) END
                            FROM pg_database WHERE datname = current_database())),
                    COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE),
                    EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector'),
                    EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'vector')
                FROM pg_roles WHERE rolname = current_user
                """, name
            ) { row in
                ServerFacts(
                    version: try row.text(0), role: try row.text(1), isSuperuser: try row.bool(2),
                    bypassesRowSecurity: try row.bool(3), ownsTables: try row.bool(4), mayCreateTables: try row.bool(5),
                    freeConnections: try row.int(6), isEncrypted: try row.bool(7), canHaveVectors: try row.bool(8),
                    hasVectors: try row.bool(9), clockLead: lead)
            }
            guard let facts else { throw SQLError.other(code: "role", message: "the server doesn't know our role") }
            return facts
        }
    }
}
