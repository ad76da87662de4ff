import Formats

/// A mapping of a company's file, read key by key. A value that is wrong is noted and counts as missing.
struct FieldReader {
    let node: YAMLNode
    let problems: ProblemList
    private let entries: [YAMLEntry]
    private var allowed: [String] = []

    /// `nil` when the node is no mapping, which is noted.
    init?(_ node: YAMLNode, _ problems: ProblemList) {
        guard let entries = problems.attempt({ () throws(YAMLError) in try node.entries() }) else { return nil }
        self.node = node
        self.problems = problems
        self.entries = entries
    }

    /// The value of a key, or `nil` when it is missing, empty or wrong.
    mutating func read<Value>(_ key: String, _ convert: (YAMLNode) throws(YAMLError) -> Value) -> Value? {
        allowed.append(key)
        guard let node = entries.first(where: { $0.key == key })?.value, !node.isNull else { return nil }
        return problems.attempt { () throws(YAMLError) in try convert(node) }
    }

    /// The same, noting a key that is missing.
    mutating func require<Value>(_ key: String, _ convert: (YAMLNode) throws(YAMLError) -> Value) -> Value? {
        if entries.first(where: { $0.key == key })?.value.isNull ?? true {
            problems.add(node.error("'\(key)' is missing"))
        }
        return read(key, convert)
    }

    mutating func string(_ key: String) -> String? { read(key) { node throws(YAMLError) in try node.string().trimmed } }

    mutating func strings(_ key: String) -> [String]? { read(key) { node throws(YAMLError) in try node.strings() } }

    mutating func node(_ key: String) -> YAMLNode? { read(key) { node in node } }

    mutating func fields(_ key: String) -> FieldReader? { node(key).flatMap { FieldReader($0, problems) } }

    /// The mappings of a list; elements that are none are noted and left out.
    mutating func list(_ key: String) -> [FieldReader]? {
        read(key) { node throws(YAMLError) in try node.list() }?.compactMap { FieldReader($0, problems) }
    }

    var keys: [String] { entries.map(\.key) }

    /// Notes every key that was never asked for.
    func end() {
        for entry in entries where !allowed.contains(entry.key) {
            problems.add(entry.keyNode.error(Suggestion.unknown("key", entry.key, allowed: allowed)))
        }
    }
}
