package import Formats

/// The stored form, version 1:
///
///     {"version": 1, "agent": "…" | null, "context": {…}, "items": [item, …], "unanswered": [{"id": "…", "text": "…"}],
///      "summary": "…" | null}
///
/// Items are as `Item.json` says.
extension Session {
    /// - Throws: what encoding the context throws.
    package func json() throws -> JSONValue {
        [
            "version": 1,
            "agent": lastAgent.map(JSONValue.string) ?? .null,
            "context": try JSONValue(encoding: context),
            "items": .array(items.map(\.json)),
            "summary": summary.map(JSONValue.string) ?? .null,
            "unanswered": .array(unanswered.map { ["id": .string($0.id), "text": .string($0.text)] }),
        ]
    }

    /// - Throws: `SessionError.newerVersion`; `JSONMismatch` where the items are not as described; what decoding the
    ///   context throws.
    package init(json: JSONValue) throws {
        let version: Int = try json.required("version")
        guard version == 1 else { throw SessionError.newerVersion(version) }
        lastAgent = try json.optional("agent")
        context = try json.required("context", as: JSONValue.self).decode(D.Context.self)
        items = try json.required("items")
        unanswered = try json.required("unanswered")
        summary = try json.optional("summary")
    }
}

extension InputMessage: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        id = try json.required("id")
        text = try json.required("text")
    }
}

package enum SessionError: Error, Equatable {
    /// Written by a newer program. Answering without it would forget what was said.
    case newerVersion(Int)
}
