extension YAMLNode {
    /// The node as JSON: plain scalars become null, booleans and numbers as YAML 1.2 has them, all else text.
    package var json: JSONValue {
        switch content {
        case .scalar(let text, isPlain: false): .string(text)
        case .scalar(let text, isPlain: true):
            if YAMLScalar.isNull(text) {
                .null
            } else if let value = YAMLScalar.bool(text) {
                .bool(value)
            } else if let value = YAMLScalar.integer(text) {
                .integer(value)
            } else if let value = YAMLScalar.number(text) {
                .number(value)
            } else {
                .string(text)
            }
        case .sequence(let nodes): .array(nodes.map(\.json))
        case .mapping(let entries):
            .object(entries.reduce(into: JSONObject()) { $0[$1.key] = $1.value.json })
        }
    }
}
