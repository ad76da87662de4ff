/// How much of a conversation is kept and shown to the model.
package struct HistoryLimit: Equatable, Sendable {
    package var maxItems: Int
    /// Over all items, in UTF-8.
    package var maxBytes: Int

    package init(maxItems: Int = 200, maxBytes: Int = 200_000) {
        self.maxItems = maxItems
        self.maxBytes = maxBytes
    }

    /// The newest items within the limit.
    package func trim(_ items: [Item]) -> [Item] { items }
}
