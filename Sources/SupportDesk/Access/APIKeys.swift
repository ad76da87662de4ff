/// What a key allows.
package enum Scope: String, Sendable, CaseIterable {
    /// Read conversations, customers and figures.
    case read
    /// Act on tickets.
    case write
    /// Keys and settings.
    case admin
}

/// A key's row. The key itself is shown once, when it is made; only its digest is stored.
package struct APIKey: Equatable, Sendable {
    package let id: ID<APIKey>
    package let name: String
    package let scopes: Set<Scope>

    package init(id: ID<APIKey>, name: String, scopes: Set<Scope>) {
        self.id = id
        self.name = name
        self.scopes = scopes
    }
}

package protocol APIKeys: Sendable {
    /// The key with this SHA-256 digest (hex), unless it was revoked.
    func key(withDigest digest: String) async throws -> APIKey?

    /// Stores `key` if the workspace has no key at all; of several processes that start at once, one succeeds.
    func createFirst(_ key: APIKey, digest: String) async throws -> Bool
}
