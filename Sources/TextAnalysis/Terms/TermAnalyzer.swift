/// Turns documents and queries into the terms that search compares.
///
/// A term is a stem without accents. Stop words are no terms in a query; documents keep their places, so that words
/// apart stay apart. Immutable, shared by any number of threads.
package struct TermAnalyzer: Sendable {
    let stemmer: Stemmer
    let synonyms: SynonymTable
    private let usesEnglishLists: Bool

    /// - Parameter synonyms: groups of words or phrases meaning the same, beside the general ones of English support.
    package init(language: String = "en", synonyms groups: [[String]] = []) {
        let stemmer = Stemmer(language: language)
        self.stemmer = stemmer
        usesEnglishLists = language == "en" || language == "english"
        synonyms = SynonymTable(groups: (usesEnglishLists ? SynonymTable.general : []) + groups) {
            Self.term(of: $0, stemmer)
        }
    }

    /// The term of one folded word.
    package func term(of word: String) -> String { Self.term(of: word, stemmer) }

    private static func term(of word: String, _ stemmer: Stemmer) -> String {
        Folding.withoutAccents(stemmer.stem(IrregularForms.bases[word] ?? word))
    }

    /// Whether a folded word is too common to be searched.
    package func isStopWord(_ word: String) -> Bool { usesEnglishLists && WordLists.stopWords.contains(word) }

    /// Whether a folded word is passed over by search. A common word that was given synonyms has a meaning to this company:
    /// "down" is an outage.
    func isPassedOver(_ word: String) -> Bool {
        isStopWord(word) && (word.utf8.count < 4 || synonyms.byTerm[term(of: word)] == nil)
    }

    /// Whether a folded word could stand in any support question.
    package func isLight(_ word: String) -> Bool { usesEnglishLists && WordLists.lightWords.contains(word) }

    /// Whether a folded word is one that people tell around any question.
    package func isEveryday(_ word: String) -> Bool { usesEnglishLists && WordLists.everydayWords.contains(word) }

    /// The words inside `api.key`, `api_key` or `E-1042`, where they are two letters or longer; none for a plain word.
    static func parts(of token: Token) -> [String] {
        guard token.kind == .word || token.kind == .code else { return [] }
        let parts = token.text.split { "._-&".contains($0) }
        return parts.count > 1 ? parts.filter { $0.utf8.count > 1 }.prefix(6).map(String.init) : []
    }
}
