/// Documents on their way into a segment: terms numbered, sequences written.
struct SegmentDraft<ID: Hashable & Sendable> {
    private(set) var ids: [ID] = []
    private(set) var vocabulary: [String: UInt32] = [:]
    private(set) var terms: [String] = []
    /// Terms too common to be searched keep their places and get no postings.
    private(set) var isStop: [Bool] = []
    private(set) var lengths: [UInt16] = []
    private(set) var sequences = TermSequences()

    private let analyzer: TermAnalyzer
    /// What a folded word becomes, so that each is stemmed once.
    private var known: [String: KnownWord] = [:]

    private struct KnownWord {
        let term: UInt32
        let mayStartPhrase: Bool
        /// The parts of a compound such as `api.key`.
        let parts: [UInt32]
    }

    init(_ analyzer: TermAnalyzer) { self.analyzer = analyzer }

    mutating func append(_ document: SearchDocument<ID>) {
        for text in [document.title, document.headings, document.body, document.keywords] {
            var tokenizer = Tokenizer(Array(text.utf8))
            let words = tokenizer.run().filter(\.isWordLike).map { knownWord($0) }
            for (place, word) in words.enumerated() {
                sequences.append(word.term)
                for part in word.parts { sequences.append(part, samePlace: true) }
                if word.mayStartPhrase, let canonical = phrase(at: place, in: words) {
                    sequences.append(number(of: canonical, isStop: false), samePlace: true)
                }
            }
            lengths.append(UInt16(clamping: words.count))
            sequences.endField()
        }
        sequences.endDocument()
        ids.append(document.id)
    }

    /// Copies a document of a sealed segment.
    mutating func append(_ document: Int, of segment: Segment<ID>) {
        var fields = 0
        var lastPlace = -1
        segment.sequences.forEach(of: document) { term, field, place in
            while fields < field {
                sequences.endField()
                fields += 1
                lastPlace = -1
            }
            let text = segment.terms[Int(term)]
            let hasPostings = !segment.postings(of: term).isEmpty
            sequences.append(number(of: text, isStop: !hasPostings), samePlace: place == lastPlace)
            lastPlace = place
        }
        while fields < 4 {
            sequences.endField()
            fields += 1
        }
        sequences.endDocument()
        lengths += segment.lengths[document * 4..<document * 4 + 4]
        ids.append(segment.ids[document])
    }

    private mutating func number(of term: String, isStop stop: Bool) -> UInt32 {
        if let number = vocabulary[term] { return number }
        let number = UInt32(terms.count)
        vocabulary[term] = number
        terms.append(term)
        isStop.append(stop)
        return number
    }

    private mutating func knownWord(_ token: Token) -> KnownWord {
        if let word = known[token.text] { return word }
        let term = analyzer.term(of: token.text)
        let word = KnownWord(
            term: number(of: term, isStop: analyzer.isPassedOver(token.text)),
            mayStartPhrase: analyzer.synonyms.phrases[term] != nil,
            parts: TermAnalyzer.parts(of: token).map { number(of: analyzer.term(of: $0), isStop: false) })
        known[token.text] = word
        return word
    }

    private func phrase(at place: Int, in words: [KnownWord]) -> String? {
        let following = words[(place + 1)...].prefix(2).map { terms[Int($0.term)] }
        return analyzer.synonyms.phrase(startingWith: terms[Int(words[place].term)], following)?.canonical
    }
}
