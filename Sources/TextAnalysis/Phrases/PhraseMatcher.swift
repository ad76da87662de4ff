/// Finds a workspace's own words and phrases in a text, at word boundaries.
///
/// A phrase is a few words. Each is compared by its stem (`refund` finds "refunds"), or only as it stands when the phrase
/// is quoted (`"Refunds"`); a word that ends in `*` finds every word that begins so, at least two letters; `*` alone
/// stands for any one word; `|` inside a word separates alternatives (`cancel|close account`). Case, accents and
/// typographic apostrophes do not matter, contractions are opened on both sides. At most 12 words a phrase and 5,000
/// phrases; what is beyond is ignored, and so is a phrase without a letter or digit.
package struct PhraseMatcher: Sendable {
    package struct Match: Sendable, Equatable {
        /// Index into the phrases given.
        package let phrase: Int
        /// UTF-8 offsets in the text.
        package let range: Range<Int>
        package let text: String
        /// Denied where it stands: "I don't want a refund".
        package let isNegated: Bool
    }

    private var book = PatternBook<Int>()
    private let negation: Negation
    private let stemmer: Stemmer

    package init(_ phrases: [String], language: String = "en") {
        stemmer = Stemmer(language: language)
        negation = Negation(stemmer: stemmer)
        for (number, phrase) in phrases.prefix(5_000).enumerated() {
            let places = places(of: phrase)
            if places.contains(where: { !$0.symbols.isEmpty }) { book.add(places, number) }
        }
        book.seal()
    }

    /// All matches in order, at most 1,000.
    package func matches(in text: TokenizedText) -> [Match] {
        let words = RuleWords(text.tokens, places: text.tokens.indices, stemmer: stemmer)
        let denied = negation.scopes(in: words)
        return book.matches(in: words).map { match in
            let range = words.range(of: match.words)
            return Match(
                phrase: book.payload(of: match), range: range, text: text.text(in: range),
                isNegated: denied[match.words.lowerBound])
        }
    }

    package func matches(in text: String) -> [Match] { matches(in: TokenizedText(text)) }

    private mutating func places(of phrase: String) -> [PatternBook<Int>.Place] {
        let isQuoted = phrase.count > 2 && phrase.hasPrefix("\"") && phrase.hasSuffix("\"")
        var places: [PatternBook<Int>.Place] = []
        for piece in (isQuoted ? phrase.dropFirst().dropLast() : phrase[...]).split(whereSeparator: \.isWhitespace) {
            if piece == "*" {
                places.append(.init(isAny: true))
                continue
            }
            let alternatives = piece.split(separator: "|").prefix(20).map { alternative in
                (words: RuleWords(String(alternative), stemmer: stemmer).words, isPrefix: alternative.hasSuffix("*"))
            }
            guard alternatives.count > 1 else {
                for (index, word) in (alternatives.first?.words ?? []).enumerated() {
                    let isPrefix = alternatives[0].isPrefix && index == alternatives[0].words.count - 1
                    places.append(.init(symbols: [symbol(word, isPrefix: isPrefix, isQuoted: isQuoted)]))
                }
                continue
            }
            let symbols = alternatives.compactMap { alternative in
                alternative.words.first.map { symbol($0, isPrefix: alternative.isPrefix, isQuoted: isQuoted) }
            }
            if !symbols.isEmpty { places.append(.init(symbols: symbols)) }
        }
        while places.first?.isAny == true { places.removeFirst() }
        return Array(places.prefix(12))
    }

    private mutating func symbol(_ word: RuleWords.Word, isPrefix: Bool, isQuoted: Bool) -> Int32 {
        let plain = word.text.filter { $0 != "*" }
        if isPrefix, plain.utf8.count > 1 { return book.prefix(plain) }
        return isQuoted ? book.exact(word.text) : book.stem(word.stem)
    }
}
