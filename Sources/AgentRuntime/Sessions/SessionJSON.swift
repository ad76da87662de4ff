package import Formats

/// The stored form, version 1:
///
///     {"version": 1, "agent": "…" | null, "context": {…}, "items": [item, …], "unanswered": [{"id": "…", "text": "…"}],
///      "summary": "…" | null}
///
/// Items are as `Item.json` says.
extension Session {
    /// - Throws: what encoding the context throws.
    package func jsonText() throws -> String {
        let context = try JSONValue(encoding: context)
        var json = JSONWriter(capacity: items.reduce(1_024) { $0 + $1.byteCount + 128 })
        json.object { json in
            json.member("version", 1)
            json.member("agent", lastAgent)
            json.member("context", context)
            json.member("items", items)
            json.member("summary", summary)
            json.member("unanswered") { json in
                json.array { json in
                    for message in unanswered {
                        json.object { json in
                            json.member("id", message.id)
                            json.member("text", message.text)
                        }
                    }
                }
            }
        }
        return json.text
    }

    package func json() throws -> JSONValue { try JSONValue(parsing: jsonText()) }

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
