internal import Glibc

extension BM25Index {
    /// Reads a query: its concepts with synonyms and, for words the index does not know, near spellings.
    ///
    /// Addresses are passed over, and so are stop words. The first 200 words are read.
    package func analyze(_ query: String) -> QueryAnalysis {
        var reader = QueryReader(index: self)
        let concepts = reader.read(query)
        return QueryAnalysis(concepts: concepts, asideCount: reader.asideCount)
    }
}

/// Turns the words of a query into concepts, weighed against one index.
private struct QueryReader<ID: Hashable & Sendable> {
    let index: BM25Index<ID>
    private let total: Int
    private var concepts: [QueryConcept] = []
    private var seen: Set<String> = []
    private var spellingsLeft = 6
    private(set) var asideCount = 0

    init(index: BM25Index<ID>) {
        self.index = index
        total = index.count
    }

    mutating func read(_ query: String) -> [QueryConcept] {
        let text = TokenizedText(query)
        let starts = Set(text.sentences.map(\.tokens.lowerBound))
        var tokens: [Token] = []
        var opens: [Bool] = []
        for (place, token) in text.tokens.enumerated() where token.isWordLike && tokens.count < 200 {
            tokens.append(token)
            opens.append(starts.contains(place))
        }
        let terms = tokens.map { index.terms.term(of: $0.text) }
        var place = 0
        while place < tokens.count, concepts.count < 32 {
            let following = Array(terms[(place + 1)...].prefix(2))
            if let phrase = index.terms.synonyms.phrase(startingWith: terms[place], following) {
                addPhrase(phrase, tokens[place...(place + phrase.length - 1)])
                place += phrase.length
            } else {
                let following = place + 1 < tokens.count ? tokens[place + 1] : nil
                add(tokens[place], terms[place], isName: isName(tokens[place], opens[place]), following: following)
                place += 1
            }
        }
        return concepts
    }

    /// A capital inside a sentence, or letters with digits: the name of something.
    private func isName(_ token: Token, _ opensSentence: Bool) -> Bool {
        switch token.kind {
        case .code: true
        case .word:
            token.traits.contains(.capitalised) && !opensSentence && token.text.utf8.count > 1
                || token.text.utf8.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        default: false
        }
    }

    private mutating func addPhrase(_ phrase: SynonymTable.Phrase, _ tokens: ArraySlice<Token>) {
        guard let first = tokens.first, let last = tokens.last, seen.insert(phrase.canonical).inserted else { return }
        let word = tokens.map(\.text).joined(separator: " ")
        append(
            word: word, range: first.range.lowerBound..<last.range.upperBound, role: .content, isName: false,
            exact: [phrase.canonical], synonyms: phrase.others)
    }

    private mutating func add(_ token: Token, _ term: String, isName: Bool, following: Token?) {
        switch token.kind {
        case .url, .email, .mention: return
        default: break
        }
        guard !index.terms.isPassedOver(token.text), seen.insert(term).inserted else { return }
        let isSmallNumber = token.kind == .number && token.text.utf8.count < 3
        let isSingleLetter =
            token.kind == .word && token.text.utf8.count == 1 && token.text.utf8.first.map { $0 < 0x80 } ?? false
        let synonyms = index.terms.synonyms.byTerm[term] ?? []
        // What everybody says around a question is a matter only where a heading names it.
        let isAside =
            index.terms.isEveryday(token.text)
            && !([term] + synonyms).contains { form in index.parts.contains { $0.hasHeading(with: form) } }
        if isAside, index.frequency(of: term) == 0 {
            asideCount += 1
            return
        }
        let role: QueryConcept.Role =
            isAside || index.terms.isLight(token.text) || isSmallNumber || isSingleLetter ? .light : .content
        var exact = [term]
        if index.frequency(of: term) == 0 {
            let parts = TermAnalyzer.parts(of: token).map { index.terms.term(of: $0) }
            exact += parts
            if let following, token.kind == .word, following.kind == .word {
                // "web hook" for a document's "webhook"
                let joined = index.terms.term(of: token.text + following.text)
                if index.frequency(of: joined) > 0 { exact.append(joined) }
            }
        }
        append(word: token.text, range: token.range, role: role, isName: isName, exact: exact, synonyms: synonyms)
    }

    private mutating func append(
        word: String, range: Range<Int>, role: QueryConcept.Role, isName: Bool, exact: [String], synonyms: [String]
    ) {
        let parameters = index.parameters
        var found: [(term: String, kind: ConceptEvidence.Match.Kind, weight: Double, frequency: Int)] = []
        for term in exact { found.append((term, .exact, 1, index.frequency(of: term))) }
        for term in synonyms { found.append((term, .synonym, parameters.synonymWeight, index.frequency(of: term))) }
        found.removeAll { $0.frequency == 0 }
        if found.isEmpty, role == .content, spellingsLeft > 0, let term = exact.first {
            spellingsLeft -= 1
            for near in index.nearSpellings(of: term) {
                let weight = parameters.typoWeight * (near.distance == 1 ? 1 : 0.75)
                found.append((near.term, .typo, weight, index.frequency(of: near.term)))
            }
        }
        let known = found.filter { $0.kind != .typo }.map(\.frequency).max() ?? 0
        let ceiling = found.first.map { idf($0.frequency) } ?? 0
        concepts.append(
            QueryConcept(
                word: word, range: range, role: role, isName: isName, documentFrequency: known, idf: idf(known),
                variants: found.map {
                    QueryConcept.Variant(
                        term: $0.term, kind: $0.kind, weight: $0.weight, idf: min(idf($0.frequency), ceiling))
                }))
    }

    private func idf(_ frequency: Int) -> Double {
        log(1 + (Double(total - frequency) + 0.5) / (Double(frequency) + 0.5))
    }
}

extension BM25Index {
    /// The terms of the index nearest to one that it lacks, at most three.
    ///
    /// The first letter must be right, or swapped with the second: slips seldom happen there, and look-alikes do.
    func nearSpellings(of term: String) -> [(term: String, distance: Int)] {
        let word = Array(term.utf8)
        let limit = Spelling.tolerance(forLength: word.count)
        guard limit > 0, word.count <= 40, word.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") })
        else {
            return []
        }
        let signature = Spelling.signature(of: term)
        var best: [String: Int] = [:]
        for part in parts {
            for (number, other) in part.segment.signatures.enumerated()
            where (signature ^ other).nonzeroBitCount <= 2 * limit {
                let candidate = Array(part.segment.terms[number].utf8)
                guard let first = candidate.first, first == word[0] || first == word[1] else { continue }
                guard first == word[0] || (candidate.count > 1 && candidate[1] == word[0]) else { continue }
                if let distance = Spelling.distance(word, candidate, limit: limit),
                    part.frequency(of: part.segment.terms[number]) > 0
                {
                    best[part.segment.terms[number]] = distance
                }
            }
        }
        let ranked = best.sorted {
            let (left, right) = (frequency(of: $0.key), frequency(of: $1.key))
            return ($0.value, -left, $0.key) < ($1.value, -right, $1.key)
        }
        return ranked.prefix(3).map { (term: $0.key, distance: $0.value) }
    }
}
