/// A text as rules read it: contractions opened, possessives closed, masks lifted, the slips of chat spelt out.
struct RuleWords: Sendable {
    struct Word: Sendable {
        let text: String
        let stem: String
        /// Index into the tokens.
        let token: Int
        /// What stands between this word and the one before.
        let boundary: Boundary
    }

    enum Boundary: Int, Comparable, Sendable {
        case none, comma, sentence
        static func < (a: Boundary, b: Boundary) -> Bool { a.rawValue < b.rawValue }
    }

    let words: [Word]
    let tokens: [Token]

    /// - Parameter places: the indices of the tokens to read.
    init(_ tokens: [Token], places: some Sequence<Int>, stemmer: Stemmer) {
        self.tokens = tokens
        var texts: [String] = []
        var origins: [(token: Int, boundary: Boundary)] = []
        var boundary = Boundary.sentence
        var last = -1
        for place in places {
            let token = tokens[place]
            if place != last + 1 || token.traits.contains(.startsParagraph) { boundary = .sentence }
            if token.traits.contains(.startsLine) { boundary = max(boundary, .comma) }
            last = place
            guard token.isWordLike else {
                boundary = max(boundary, Self.boundary(of: token))
                continue
            }
            Self.open(token) { word in
                texts.append(word)
                origins.append((place, boundary))
                boundary = .none
            }
        }
        let stems = stemmer.stems(texts)
        words = texts.indices.map {
            Word(text: texts[$0], stem: stems[$0], token: origins[$0].token, boundary: origins[$0].boundary)
        }
    }

    private init(words: [Word], tokens: [Token]) {
        self.words = words
        self.tokens = tokens
    }

    /// The words of some neighbouring tokens, as a text of their own.
    func words(ofTokens range: ClosedRange<Int>) -> RuleWords {
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].token < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var part = Array(words[low...].prefix { $0.token <= range.upperBound })
        if let first = part.first {
            part[0] = Word(text: first.text, stem: first.stem, token: first.token, boundary: .sentence)
        }
        return RuleWords(words: part, tokens: tokens)
    }

    init(_ text: String, stemmer: Stemmer) {
        let tokens = TokenizedText(text).tokens
        self.init(tokens, places: tokens.indices, stemmer: stemmer)
    }

    /// UTF-8 offsets of some words in the source.
    func range(of words: Range<Int>) -> Range<Int> {
        tokens[self.words[words.lowerBound].token].range
            .lowerBound..<tokens[self.words[words.upperBound - 1].token].range.upperBound
    }

    private static func boundary(of token: Token) -> Boundary {
        switch token.kind {
        case .punctuation:
            switch token.text {
            case ".", "!", "?", "...": .sentence
            case ",", ";", ":", "-", "(", ")", "\"": .comma
            default: .none
            }
        case .emoji, .emoticon: .comma
        default: .none
        }
    }

    private static func open(_ token: Token, _ add: (String) -> Void) {
        guard token.kind == .word || token.kind == .hashtag else { return add(token.text) }
        let text = Folding.withoutAccents(token.text)
        if let spelt = spellings[text] {
            for word in spelt { add(word) }
            return
        }
        if let bare = OffensiveWords.unmasked(text) { return add(bare) }
        guard let apostrophe = text.utf8.firstIndex(of: UInt8(ascii: "'")) else { return add(text) }
        let head = String(text[..<apostrophe])
        switch text[apostrophe...] {
        case "'t" where head.hasSuffix("n"):
            add(String(head.dropLast()))
            add("not")
        case "'re":
            add(head)
            add("are")
        case "'ve":
            add(head)
            add("have")
        case "'ll":
            add(head)
            add("will")
        case "'d":
            add(head)
            add("would")
        case "'m":
            add(head)
            add("am")
        case "'s":
            add(head)
            if isSubjects.contains(head) { add("is") }
        default: add(text)
        }
    }

    private static let isSubjects: Set<String> = [
        "it", "that", "what", "where", "who", "how", "there", "here", "he", "she", "this", "when", "why", "everything",
        "nothing", "something",
    ]

    private static let spellings: [String: [String]] = [
        "can't": ["can", "not"], "cannot": ["can", "not"], "cant": ["can", "not"], "won't": ["will", "not"],
        "wont": ["will", "not"], "shan't": ["shall", "not"], "ain't": ["is", "not"], "aint": ["is", "not"],
        "dont": ["do", "not"], "doesnt": ["does", "not"], "didnt": ["did", "not"], "isnt": ["is", "not"],
        "wasnt": ["was", "not"], "arent": ["are", "not"], "werent": ["were", "not"], "couldnt": ["could", "not"],
        "wouldnt": ["would", "not"], "shouldnt": ["should", "not"], "hasnt": ["has", "not"], "havent": ["have", "not"],
        "hadnt": ["had", "not"], "im": ["i", "am"], "ive": ["i", "have"], "id": ["id"], "youre": ["you", "are"],
        "thats": ["that", "is"], "whats": ["what", "is"], "wheres": ["where", "is"], "hows": ["how", "is"],
        "its": ["it", "is"], "theyre": ["they", "are"], "let's": ["let", "us"], "lets": ["let", "us"],
        "gonna": ["going", "to"], "wanna": ["want", "to"], "gotta": ["got", "to"], "pls": ["please"], "plz": ["please"],
        "plss": ["please"], "u": ["you"], "ur": ["your"], "thx": ["thanks"], "thanx": ["thanks"], "thnx": ["thanks"],
        "ty": ["thanks"], "tysm": ["thanks"], "tnx": ["thanks"], "y'all": ["you", "all"], "app's": ["app", "is"],
        "didn": ["did", "not"], "dunno": ["do", "not", "know"], "wtf": ["wtf"], "asap": ["asap"],
        "wouldn": ["would", "not"],
        "acct": ["account"], "msg": ["message"], "ppl": ["people"], "idk": ["i", "do", "not", "know"],
        "doesn": ["does", "not"], "pw": ["password"], "pwd": ["password"],
    ]
}
