/// What a parser accepts before it refuses a document as too large.
package struct JSONLimits: Sendable {
    /// Arrays and objects inside each other, at most 512, since parsing recurses.
    package var depth: Int
    package var bytes: Int

    package init(depth: Int = 64, bytes: Int = 64 << 20) {
        precondition((1...512).contains(depth), "the depth of a JSON document is limited to 1...512")
        self.depth = depth
        self.bytes = bytes
    }
}
