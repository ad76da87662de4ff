/// One word, number, address, emoji or run of punctuation of a text.
package struct Token: Sendable, Equatable {
    package enum Kind: UInt8, Sendable {
        /// Letters, perhaps with digits: `login`, `OAuth2`, `don't`, `api.key`, `AT&T`.
        case word
        /// Digits with their separators: `429`, `1,000`, `2.5`.
        case number
        /// Letters or digits joined by hyphens around a digit: `E-1042`, `2024-05-01`.
        case code
        case url
        case email
        /// `@name`; the text keeps the `@`.
        case mention
        /// `#name`; the text has lost the `#`.
        case hashtag
        /// One emoji with its modifiers; the text is its first scalar.
        case emoji
        /// `:)`, `:-(`, `<3`; the text has lost its nose.
        case emoticon
        /// A run of one punctuation mark; the text is the mark once.
        case punctuation
        /// Anything else, such as a currency sign.
        case symbol
    }

    package struct Traits: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Starts with a capital letter.
        package static let capitalised = Traits(rawValue: 1)
        /// Two letters or more and all of them capitals.
        package static let allCapitals = Traits(rawValue: 2)
        /// The first token of its line.
        package static let startsLine = Traits(rawValue: 4)
        /// An empty line stands before it.
        package static let startsParagraph = Traits(rawValue: 8)
        /// A letter three times or more in a row: `sooo`.
        package static let elongated = Traits(rawValue: 16)
        /// White space, or nothing at all, stands before it.
        package static let spaced = Traits(rawValue: 32)
    }

    /// Folded: lower case, compatibility forms replaced, apostrophes plain; at most ``Tokenizer/longestWord`` bytes.
    package let text: String
    package let kind: Kind
    package let traits: Traits
    /// UTF-8 offsets in the source.
    package let range: Range<Int>

    /// Whether it carries meaning by itself, as opposed to punctuation and signs.
    package var isWordLike: Bool {
        switch kind {
        case .word, .number, .code, .url, .email, .mention, .hashtag: true
        case .emoji, .emoticon, .punctuation, .symbol: false
        }
    }
}
