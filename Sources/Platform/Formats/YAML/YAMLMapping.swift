/// A mapping that is read key by key, and at the end knows which keys nobody asked for.
///
///     var mapping = try node.mapping()
///     let name = try mapping.string("name")
///     let limit = try mapping.integer("limit", default: 5, in: 1...100)
///     let level = try mapping.choice("level", of: ["low", "high"])
///     let hours = try mapping.mapping(ifPresent: "hours").map(Hours.init)
///     try mapping.end()  // workspace.yaml:3:1: unknown key 'nmae'; allowed: name, limit, level, hours
///
/// Each kind is read in three ways: `string("name")` must be there; `string("name", default: "…")` has a default; and
/// `string(ifPresent: "name")` is `nil` when the key is missing. A key with an empty value counts as missing.
package struct YAMLMapping: Sendable {
    /// The mapping's node, for errors about the whole.
    package let node: YAMLNode
    private let entries: [String: YAMLEntry]
    private let keys: [String]
    private var asked: [String] = []

    init(_ node: YAMLNode, _ entries: [YAMLEntry]) {
        self.node = node
        self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0) })
        keys = entries.map(\.key)
    }

    /// Throws at the first key that was never asked for.
    package func end() throws(YAMLError) {
        guard let unknown = keys.first(where: { !asked.contains($0) }), let entry = entries[unknown] else { return }
        let allowed = asked.isEmpty ? "none" : asked.joined(separator: ", ")
        throw entry.keyNode.error("unknown key '\(unknown.excerpt)'; allowed: \(allowed)")
    }

    /// The value of a key, `nil` when it is missing or empty.
    package mutating func node(ifPresent key: String) -> YAMLNode? {
        if !asked.contains(key) { asked.append(key) }
        guard let node = entries[key]?.value, !node.isNull else { return nil }
        return node
    }

    /// The value of a key that must be there and not be empty.
    package mutating func node(_ key: String) throws(YAMLError) -> YAMLNode {
        if let node = node(ifPresent: key) { return node }
        if let entry = entries[key] { throw entry.value.error("'\(key)' must not be empty") }
        throw node.error("'\(key)' is missing")
    }
}

extension YAMLMapping {
    package mutating func string(_ key: String) throws(YAMLError) -> String { try node(key).string() }

    package mutating func string(ifPresent key: String) throws(YAMLError) -> String? {
        try node(ifPresent: key)?.string()
    }

    package mutating func string(_ key: String, default value: String) throws(YAMLError) -> String {
        try string(ifPresent: key) ?? value
    }

    package mutating func integer(
        _ key: String, in range: ClosedRange<Int> = .min ... .max
    ) throws(YAMLError) -> Int {
        try node(key).integer(in: range)
    }

    package mutating func integer(
        ifPresent key: String, in range: ClosedRange<Int> = .min ... .max
    ) throws(YAMLError) -> Int? {
        try node(ifPresent: key)?.integer(in: range)
    }

    package mutating func integer(
        _ key: String, default value: Int, in range: ClosedRange<Int> = .min ... .max
    ) throws(YAMLError) -> Int {
        try integer(ifPresent: key, in: range) ?? value
    }

    package mutating func double(
        _ key: String, in range: ClosedRange<Double> = YAMLNode.anyDouble
    ) throws(YAMLError) -> Double {
        try node(key).double(in: range)
    }

    package mutating func double(
        ifPresent key: String, in range: ClosedRange<Double> = YAMLNode.anyDouble
    ) throws(YAMLError) -> Double? {
        try node(ifPresent: key)?.double(in: range)
    }

    package mutating func double(
        _ key: String, default value: Double, in range: ClosedRange<Double> = YAMLNode.anyDouble
    ) throws(YAMLError) -> Double {
        try double(ifPresent: key, in: range) ?? value
    }

    package mutating func bool(_ key: String) throws(YAMLError) -> Bool { try node(key).bool() }

    package mutating func bool(ifPresent key: String) throws(YAMLError) -> Bool? { try node(ifPresent: key)?.bool() }

    package mutating func bool(_ key: String, default value: Bool) throws(YAMLError) -> Bool {
        try bool(ifPresent: key) ?? value
    }

    package mutating func duration(
        _ key: String, in range: ClosedRange<Duration> = YAMLNode.anyDuration
    ) throws(YAMLError) -> Duration {
        try node(key).duration(in: range)
    }

    package mutating func duration(
        ifPresent key: String, in range: ClosedRange<Duration> = YAMLNode.anyDuration
    ) throws(YAMLError) -> Duration? {
        try node(ifPresent: key)?.duration(in: range)
    }

    package mutating func duration(
        _ key: String, default value: Duration, in range: ClosedRange<Duration> = YAMLNode.anyDuration
    ) throws(YAMLError) -> Duration {
        try duration(ifPresent: key, in: range) ?? value
    }
}

extension YAMLMapping {
    package mutating func choice(_ key: String, of allowed: [String]) throws(YAMLError) -> String {
        try node(key).choice(of: allowed)
    }

    package mutating func choice(ifPresent key: String, of allowed: [String]) throws(YAMLError) -> String? {
        try node(ifPresent: key)?.choice(of: allowed)
    }

    package mutating func choice(
        _ key: String, default value: String, of allowed: [String]
    ) throws(YAMLError) -> String {
        try choice(ifPresent: key, of: allowed) ?? value
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, as type: Choice.Type = Choice.self
    ) throws(YAMLError) -> Choice where Choice.RawValue == String {
        try node(key).choice()
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        ifPresent key: String, as type: Choice.Type = Choice.self
    ) throws(YAMLError) -> Choice? where Choice.RawValue == String {
        try node(ifPresent: key)?.choice()
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default value: Choice
    ) throws(YAMLError) -> Choice where Choice.RawValue == String {
        try choice(ifPresent: key) ?? value
    }

    /// The texts of a list; empty when the key is missing.
    package mutating func strings(_ key: String) throws(YAMLError) -> [String] {
        try node(ifPresent: key)?.strings() ?? []
    }

    /// The elements of a list; empty when the key is missing.
    package mutating func list(_ key: String) throws(YAMLError) -> [YAMLNode] {
        try node(ifPresent: key)?.list() ?? []
    }

    /// The members of a mapping with free keys; empty when the key is missing.
    package mutating func entries(_ key: String) throws(YAMLError) -> [YAMLEntry] {
        try node(ifPresent: key)?.entries() ?? []
    }

    package mutating func mapping(_ key: String) throws(YAMLError) -> YAMLMapping { try node(key).mapping() }

    package mutating func mapping(ifPresent key: String) throws(YAMLError) -> YAMLMapping? {
        try node(ifPresent: key)?.mapping()
    }
}
