/// Which terms stand for one another.
struct SynonymTable: Sendable {
    /// A phrase that is one concept with single terms: "sign in" with "login".
    struct Phrase: Sendable {
        /// The terms after the first, stop words included.
        let rest: [String]
        /// The term under which it is indexed and searched.
        let canonical: String
        let others: [String]
        var length: Int { rest.count + 1 }
    }

    /// From a term to the other terms of its groups.
    private(set) var byTerm: [String: [String]] = [:]
    /// Phrases by their first term, longest first.
    private(set) var phrases: [String: [Phrase]] = [:]

    /// A group's words mean the same. A phrase of two or three words is indexed as the group's first single word, or,
    /// where there is none, as its words run together. At most 2,000 groups of 50 are read.
    init(groups: [[String]], term: (String) -> String) {
        for group in groups.prefix(2_000) {
            var singles: [String] = []
            var longer: [[String]] = []
            for entry in group.prefix(50) {
                let words = TokenizedText(entry).tokens.filter(\.isWordLike).map { term($0.text) }
                switch words.count {
                case 1: if !singles.contains(words[0]) { singles.append(words[0]) }
                case 2...3: longer.append(words)
                default: continue
                }
            }
            if singles.isEmpty, let first = longer.first { singles = [first.joined()] }
            for single in singles {
                let known = byTerm[single] ?? []
                byTerm[single] = known + singles.filter { $0 != single && !known.contains($0) }
            }
            for phrase in longer {
                phrases[phrase[0], default: []].append(
                    Phrase(rest: Array(phrase.dropFirst()), canonical: singles[0], others: Array(singles.dropFirst())))
            }
        }
        for first in phrases.keys { phrases[first]?.sort { $0.length > $1.length } }
    }

    func phrase(startingWith first: String, _ following: [String]) -> Phrase? {
        phrases[first]?.first { following.starts(with: $0.rest) }
    }
}
