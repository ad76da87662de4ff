extension JSONValue: JSONEncodable {
    package func write(to json: inout JSONWriter) { write(to: &json, sortedKeys: false) }

    fileprivate func write(to json: inout JSONWriter, sortedKeys: Bool) {
        switch self {
        case .null: json.null()
        case .bool(let value): json.value(value)
        case .integer(let value): json.value(value)
        case .number(let value): json.value(value)
        case .string(let value): json.value(value)
        case .array(let values):
            json.array { json in for value in values { value.write(to: &json, sortedKeys: sortedKeys) } }
        case .object(let object):
            json.object { json in
                for (key, value) in sortedKeys ? object.sortedMembers : object.members {
                    json.key(key)
                    value.write(to: &json, sortedKeys: sortedKeys)
                }
            }
        }
    }
}

extension JSONValue {
    /// This value as compact UTF-8. `sortedKeys` makes equal values equal bytes, for digests and comparisons.
    package func serialized(sortedKeys: Bool = false) -> [UInt8] {
        var json = JSONWriter()
        write(to: &json, sortedKeys: sortedKeys)
        return json.bytes
    }

    /// Compact text.
    package var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// Text with a line for each value, indented by two spaces, keys in their order.
    package var prettyText: String {
        var json = JSONWriter(.pretty)
        write(to: &json)
        return json.text
    }
}

extension JSONObject {
    /// By the keys' Unicode scalars, which is the order of their UTF-8 bytes.
    fileprivate var sortedMembers: [Member] {
        members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    }
}
