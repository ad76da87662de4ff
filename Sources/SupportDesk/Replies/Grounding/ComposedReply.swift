import TextAnalysis

/// A freely written reply, prepared once for all that is looked for in it.
struct ComposedReply {
    /// A word with contractions opened: "we'll" is `we` and `will`.
    struct Word {
        let text: String
        let stem: String
        /// UTF-8 offsets in the reply; both halves of a contraction have those of the whole.
        let range: Range<Int>
    }

    let text: TokenizedText
    /// The words of each sentence of `text`.
    let sentences: [[Word]]
    /// Most of its small words are English; the rules about capitals, promises and claims read no other language.
    let isEnglish: Bool

    init(_ text: TokenizedText, stemmer: Stemmer, terms: TermAnalyzer) {
        self.text = text
        var words: [(text: String, range: Range<Int>)] = []
        var lengths: [Int] = []
        for sentence in text.sentences {
            let before = words.count
            for token in text.tokens[sentence.tokens] where token.isWordLike {
                for word in Self.opened(token.text) { words.append((word, token.range)) }
            }
            lengths.append(words.count - before)
        }
        let stems = stemmer.stems(words.map(\.text))
        var all = zip(words, stems).map { Word(text: $0.text, stem: $1, range: $0.range) }[...]
        sentences = lengths.map { length in
            defer { all = all.dropFirst(length) }
            return Array(all.prefix(length))
        }
        let common = words.count { terms.isStopWord($0.text) }
        isEnglish = words.count < 4 || common * 5 >= words.count
    }

    private static func opened(_ word: String) -> [String] {
        if let whole = irregular[word] { return whole }
        guard let mark = word.firstIndex(of: "'") else { return [word] }
        let head = String(word[..<mark])
        return switch word[mark...] {
        case "'ll": [head, "will"]
        case "'ve": [head, "have"]
        case "'re": [head, "are"]
        case "'m": [head, "am"]
        case "'d": [head, "would"]
        case "'t" where head.hasSuffix("n"): [String(head.dropLast()), "not"]
        case "'s": [head]
        default: [word]
        }
    }

    private static let irregular = [
        "can't": ["can", "not"], "cannot": ["can", "not"], "won't": ["will", "not"], "let's": ["let", "us"],
        "it's": ["it", "is"], "that's": ["that", "is"], "there's": ["there", "is"], "who's": ["who", "is"],
    ]
}
