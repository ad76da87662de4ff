import Formats

/// One event of an event stream.
package struct ServerSentEvent: Equatable, Sendable {
    /// From `event:`; `nil` where the server sends none.
    package let type: String?
    /// The `data:` lines, joined by line feeds. As they came, so perhaps not UTF-8.
    package let data: [UInt8]

    package init(type: String? = nil, data: [UInt8]) {
        self.type = type
        self.data = data
    }

    /// What ends a stream of Chat Completions.
    var isDone: Bool { data.elementsEqual("[DONE]".utf8) }
}

/// JSON whose invalid UTF-8 is repaired: some servers cut characters between tokens.
func repairedJSON(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    do throws(JSONError) {
        return try JSONValue(parsing: bytes)
    } catch {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.utf8.elementsEqual(bytes) { throw error }
        return try JSONValue(parsing: text)
    }
}
