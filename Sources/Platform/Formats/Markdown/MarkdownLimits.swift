/// What a text may hold before it is refused. The parser's time grows with both.
package struct MarkdownLimits: Sendable {
    package var bytes: Int
    /// Nodes inside each other; a list and its item are two.
    package var depth: Int

    package init(bytes: Int = 1 << 20, depth: Int = 100) {
        self.bytes = bytes
        self.depth = depth
    }
}
