/// One node of a YAML document, which knows its place in the file and in the document.
///
/// A document is read strictly: one document in UTF-8; no duplicate keys, merge keys (`<<`), explicit tags or unknown
/// aliases; only scalars as keys. What a plain scalar means is asked of it: `no` and `on` are text, as in YAML 1.2,
/// and what stands in quotes is never a number, a boolean or null.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        /// `isPlain` when it stands without quotes and is no block (`|`, `>`).
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    package let content: Content
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in characters.
    package let column: Int
    /// The keys and positions from the root, such as `servers[1].port`; they are set while walking down.
    package private(set) var path = ""

    /// An error about this node, for what only the caller can judge.
    package func error(_ problem: String) -> YAMLError {
        YAMLError(file: file, line: line, column: column, problem: problem, path: path)
    }

    func at(_ path: String) -> YAMLNode {
        var node = self
        node.path = path
        return node
    }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Sendable {
    package let key: String
    /// The key's own node, for errors about the key. Its path is the mapping's.
    package let keyNode: YAMLNode
    package let value: YAMLNode
}

extension YAMLNode {
    /// Whether it is empty, `~` or `null`.
    package var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { YAMLScalar.isNull(text) } else { false }
    }

    /// Names what is here in an error: `'eighty'`, `a mapping`, `nothing`.
    var found: String {
        switch content {
        case .scalar where isNull: "nothing"
        case .scalar(let text, isPlain: true): "'\(text.excerpt)'"
        case .scalar(let text, isPlain: false): "the text \"\(text.excerpt)\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    func mismatch(_ expected: String) -> YAMLError { error("expected \(expected), found \(found)") }
}
