package import Formats

/// The stored form, version 1:
///
///     {"version": 1, "agent": "…" | null, "context": {…}, "items": [item, …], "unanswered": [{"id": "…", "text": "…"}]}
extension Session {
    package func json() throws -> JSONValue { .null }

    /// - Throws: `SessionError`, or the context's own `DecodingError`.
    package init(json: JSONValue) throws { throw SessionError.malformed(at: "") }
}

package enum SessionError: Error, Equatable {
    /// Written by a newer program.
    case unsupportedVersion(Int64)
    case malformed(at: String)
}
