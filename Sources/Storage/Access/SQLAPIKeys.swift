import FoundationEssentials
import SQL
package import SupportDesk

/// Keys by their digests.
package struct SQLAPIKeys: APIKeys {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func key(withDigest digest: String) async throws -> APIKey? {
        try await desk.database.read { tx in
            try tx.row(
                """
                SELECT id, name, scopes FROM api_keys
                WHERE workspace_id = $1 AND digest = $2 AND revoked_at IS NULL
                """, desk.workspace, digest
            ) { row in
                let scopes = try row.text(2).split(separator: " ").compactMap { Scope(rawValue: String($0)) }
                return APIKey(id: try row.id(0), name: try row.text(1), scopes: Set(scopes))
            }
        }
    }

    package func createFirst(_ key: APIKey, digest: String) async throws -> Bool {
        try await desk.database.write { tx in
            // The workspace's row is the lock.
            try tx.execute("UPDATE workspaces SET name = name WHERE id = $1", desk.workspace)
            let any = try tx.row("SELECT 1 FROM api_keys WHERE workspace_id = $1 LIMIT 1", desk.workspace) { _ in true }
            guard any == nil else { return false }
            try tx.execute(
                """
                INSERT INTO api_keys (id, workspace_id, name, digest, scopes, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, key.id, desk.workspace, key.name, digest,
                key.scopes.map(\.rawValue).sorted().joined(separator: " "), tx.now())
            try tx.audit("api_key.created", by: "desk", on: "api_key", key.id, for: desk)
            return true
        }
    }
}
