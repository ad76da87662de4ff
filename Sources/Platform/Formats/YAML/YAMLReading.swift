/// What a node is asked to be. Each method throws where the node stands, naming what was expected and what is there.
extension YAMLNode {
    /// Text, quoted or not: a plain `5`, `1.10` or `no` is the text as it was written.
    package func string() throws(YAMLError) -> String {
        guard case .scalar(let text, _) = content, !isNull else { throw mismatch("text") }
        return text
    }

    package func integer(in range: ClosedRange<Int> = .min ... .max) throws(YAMLError) -> Int {
        guard case .scalar(let text, isPlain: true) = content, let value = YAMLScalar.integer(text) else {
            throw mismatch("an integer")
        }
        guard range.contains(Int(value)) else { throw mismatch("an integer \(range.asBounds)") }
        return Int(value)
    }

    /// A number, with or without a fraction.
    package func double(
        in range: ClosedRange<Double> = YAMLNode.anyDouble
    ) throws(YAMLError) -> Double {
        guard case .scalar(let text, isPlain: true) = content, let value = YAMLScalar.number(text) else {
            throw mismatch("a number")
        }
        guard range.contains(value) else { throw mismatch("a number \(range.asBounds)") }
        return value
    }

    package func bool() throws(YAMLError) -> Bool {
        guard case .scalar(let text, isPlain: true) = content, let value = YAMLScalar.bool(text) else {
            throw mismatch("true or false")
        }
        return value
    }

    /// A whole number of days, hours, minutes, seconds or milliseconds, or several: `7d`, `2h`, `1h30m`, `30s`, `250ms`.
    package func duration(
        in range: ClosedRange<Duration> = YAMLNode.anyDuration
    ) throws(YAMLError) -> Duration {
        guard case .scalar(let text, _) = content, let value = YAMLScalar.duration(text) else {
            throw mismatch("a duration such as 30s, 5m, 2h or 7d")
        }
        guard range.contains(value) else { throw mismatch("a duration \(range.asBounds)") }
        return value
    }

    /// One of a few words.
    package func choice(of allowed: [String]) throws(YAMLError) -> String {
        guard case .scalar(let text, _) = content, allowed.contains(text) else {
            throw mismatch("one of \(allowed.joined(separator: ", "))")
        }
        return text
    }

    /// A case of an enumeration, by its raw value.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        as type: Choice.Type = Choice.self
    ) throws(YAMLError) -> Choice where Choice.RawValue == String {
        guard case .scalar(let text, _) = content, let value = Choice(rawValue: text) else {
            throw mismatch("one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    /// The elements of a list. An empty node (`tags:` with nothing behind it) is an empty list.
    package func list() throws(YAMLError) -> [YAMLNode] {
        if isNull { return [] }
        guard case .sequence(let nodes) = content else { throw mismatch("a list") }
        return nodes.enumerated().map { $1.at("\(path)[\($0)]") }
    }

    /// A list of texts.
    package func strings() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for node in try list() { texts.append(try node.string()) }
        return texts
    }

    /// The members of a mapping, to be read by key. An empty node (all its lines commented out) is an empty mapping.
    package func mapping() throws(YAMLError) -> YAMLMapping { YAMLMapping(self, try entries()) }

    /// The members of a mapping whose keys are free, such as names or languages.
    package func entries() throws(YAMLError) -> [YAMLEntry] {
        if isNull { return [] }
        guard case .mapping(let entries) = content else { throw mismatch("a mapping") }
        return entries.map { entry in
            let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            return YAMLEntry(key: entry.key, keyNode: entry.keyNode.at(self.path), value: entry.value.at(path))
        }
    }
}

extension YAMLNode {
    package static var anyDouble: ClosedRange<Double> { -.greatestFiniteMagnitude ... .greatestFiniteMagnitude }
    package static var anyDuration: ClosedRange<Duration> { .zero ... .seconds(Int64.max) }
}

extension ClosedRange {
    /// `from 1 to 100`.
    fileprivate var asBounds: String { "from \(lowerBound) to \(upperBound)" }
}
