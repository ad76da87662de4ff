/// The terms of some texts with what stands for them, to ask whether another text speaks of the same.
package struct TermSet: Sendable {
    private let terms: TermAnalyzer
    private var known: Set<String> = []
    /// The first letters of long terms: `authent` of "authenticate" and "authenticator" alike.
    private var beginnings: Set<Substring> = []

    private static let beginningLength = 6

    package init(_ texts: [TokenizedText], terms: TermAnalyzer) {
        self.terms = terms
        // Sections repeat their words, and a stem costs more than a look-up.
        var stems: [String: String] = [:]
        for text in texts { insert(text, &stems) }
        for term in known { known.formUnion(terms.synonyms.byTerm[term] ?? []) }
        for term in known where term.utf8.count >= Self.beginningLength {
            beginnings.insert(term.prefix(Self.beginningLength))
        }
    }

    private mutating func insert(_ text: TokenizedText, _ cache: inout [String: String]) {
        let tokens = text.tokens.filter(\.isWordLike)
        let stems = tokens.map { token in
            if let stem = cache[token.text] { return stem }
            let stem = terms.term(of: token.text)
            cache[token.text] = stem
            return stem
        }
        known.formUnion(stems)
        for (place, token) in tokens.enumerated() {
            for part in TermAnalyzer.parts(of: token) { known.insert(terms.term(of: part)) }
            if let phrase = terms.synonyms.phrase(startingWith: stems[place], Array(stems[(place + 1)...].prefix(2))) {
                known.insert(phrase.canonical)
                known.formUnion(phrase.others)
            }
        }
    }

    /// For each word of a sentence whether the texts have it, a synonym or a near relative of it.
    package func covers(_ words: [Token]) -> [Bool] {
        let stems = words.map { terms.term(of: $0.text) }
        var covered = zip(words, stems).map { has($0, $1) }
        for place in stems.indices {
            let following = Array(stems[(place + 1)...].prefix(2))
            guard let phrase = terms.synonyms.phrase(startingWith: stems[place], following),
                ([phrase.canonical] + phrase.others).contains(where: known.contains)
            else { continue }
            for part in place..<(place + phrase.length) { covered[part] = true }
        }
        return covered
    }

    /// Whether the texts have a word itself, a synonym or a near relative.
    package func has(_ word: Token) -> Bool { has(word, terms.term(of: word.text)) }

    private func has(_ word: Token, _ term: String) -> Bool {
        if known.contains(term) { return true }
        if term.utf8.count >= Self.beginningLength, beginnings.contains(term.prefix(Self.beginningLength)) {
            return true
        }
        let parts = TermAnalyzer.parts(of: word)
        return !parts.isEmpty && parts.allSatisfy { known.contains(terms.term(of: $0)) }
    }
}
