/// Finds a workspace's own words and phrases in a text, at word boundaries.
///
/// A phrase is a few words. Each is compared by its stem (`refund` finds "refunds"), unless quoted (`"Refund"`: this form
/// only); a word that ends in `*` finds every word that begins so; `*` alone stands for any one word; `|` inside a word
/// separates alternatives (`cancel|close account`). Case, accents and typographic apostrophes do not matter. At most 12
/// words a phrase and 5,000 phrases; what is beyond is ignored, and so is a phrase without a letter or digit.
package struct PhraseMatcher: Sendable {
    package struct Match: Sendable, Equatable {
        /// Index into the phrases given.
        package let phrase: Int
        /// UTF-8 offsets in the text.
        package let range: Range<Int>
        package let text: String
        /// Negated where it stands: "I don't want a refund".
        package let isNegated: Bool
    }

    package init(_ phrases: [String], language: String = "en") {
    }

    /// All matches in order, at most 1,000; the longest only where one phrase matches twice at a place.
    package func matches(in text: TokenizedText) -> [Match] {
        []
    }
}
