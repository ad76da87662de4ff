/// One sentence, list item or heading of a text.
package struct Sentence: Sendable, Equatable {
    /// UTF-8 offsets in the source, without the white space around it.
    package let range: Range<Int>
    /// Indices into ``TokenizedText/tokens``.
    package let tokens: Range<Int>
    package let isQuestion: Bool
    package let isExclamation: Bool
    /// Begins with a bullet, `1)`, `2.` or `a)`, which belongs to the sentence.
    package let isListItem: Bool
}
