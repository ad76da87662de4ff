/// A message without what its sender did not write now: quoted history, signature, greeting and pleasantries.
package struct MessageBody: Sendable, Equatable {
    /// The parts kept, as UTF-8 ranges of the message, in order.
    package let kept: [Range<Int>]
    /// The kept parts, a line break between two.
    package let text: String
    /// Quoted history was dropped.
    package let hasQuotation: Bool
}
