/// Which terms stand for one another.
struct SynonymTable: Sendable {
    /// From a term to the other terms of its groups.
    private(set) var byTerm: [String: [String]] = [:]
    /// Phrases of two or three terms, keyed by their first: "sign in" is one concept with "login".
    private(set) var phrases: [String: [(rest: [String], single: [String])]] = [:]

    /// A group's words mean the same; a phrase of several words is joined to the single words of its group.
    init(groups: [[String]], term: (String) -> String) {
        for group in groups.prefix(2_000) {
            var singles: [String] = []
            var longer: [[String]] = []
            for entry in group.prefix(50) {
                let words = TokenizedText(entry).tokens.filter(\.isWordLike).map { term($0.text) }
                switch words.count {
                case 0: continue
                case 1: if !singles.contains(words[0]) { singles.append(words[0]) }
                case 2...3: longer.append(words)
                default: continue
                }
            }
            for single in singles {
                byTerm[single, default: []] += singles.filter { $0 != single && !(byTerm[single] ?? []).contains($0) }
            }
            for phrase in longer {
                phrases[phrase[0], default: []].append((Array(phrase.dropFirst()), singles))
            }
        }
    }
}
