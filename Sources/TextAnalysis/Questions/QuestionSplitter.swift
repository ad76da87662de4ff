/// Cuts a message into what it asks, one part a question.
///
/// Sentences are cut again at coordinated questions ("… and how do I …?") and inline enumerations ("1) … 2) …").
/// Greetings, thanks and pleasantries are dropped. Neighbouring statements of a problem stay together, and a question
/// that only points back ("how do I fix that?") joins what it points to.
struct QuestionSplitter: Sendable {
    private var pleasantries = PatternBook<Void>()
    private var asking = PatternBook<Void>()
    private let followUps: FollowUpReader
    private let terms: TermAnalyzer

    init(terms: TermAnalyzer) {
        self.terms = terms
        followUps = FollowUpReader(terms: terms)
        for pattern in Self.pleasantryPatterns { pleasantries.add(pattern, (), stemmer: terms.stemmer) }
        for pattern in Self.askingPatterns { asking.add(pattern, (), stemmer: terms.stemmer) }
        pleasantries.seal()
        asking.seal()
    }

    static let most = 12

    func parts(
        of text: TokenizedText, words: RuleWords, places: [Int], intents: [IntentHit]
    ) -> [QuestionPart] {
        var parts: [QuestionPart] = []
        for piece in pieces(of: text, places: places) {
            guard let part = part(piece, text, words) else { continue }
            add(part, to: &parts, intents)
            if parts.count > Self.most { break }
        }
        let questions = parts.filter { $0.isQuestion || shows(intents, in: $0.range) }
        return Array((questions.isEmpty ? parts : questions).prefix(questions.isEmpty ? 1 : Self.most))
    }

    /// Of neighbouring statements those that show a problem or a wish stay, the story around them goes. A part that leans
    /// on a pronoun joins the statement it follows.
    private func add(_ next: QuestionPart, to parts: inout [QuestionPart], _ intents: [IntentHit]) {
        guard let last = parts.last, !last.isQuestion, last.text.utf8.count < 600 else { return parts.append(next) }
        let leans = next.followUp == .pronoun
        if next.isQuestion, !leans { return parts.append(next) }
        let (before, now) = (shows(intents, in: last.range), shows(intents, in: next.range))
        if leans || before == now {
            parts[parts.count - 1] = joined(last, next)
        } else if now {
            parts[parts.count - 1] = next
        }
    }

    private func joined(_ a: QuestionPart, _ b: QuestionPart) -> QuestionPart {
        QuestionPart(
            text: a.text + " " + b.text, range: a.range.lowerBound..<b.range.upperBound, isQuestion: b.isQuestion,
            followUp: a.followUp)
    }

    /// A statement counts as something asked when it shows a problem, a wish or a matter for the company.
    private func shows(_ intents: [IntentHit], in range: Range<Int>) -> Bool {
        intents.contains { hit in
            guard hit.range.overlaps(range), hit.strength >= 0.6 else { return false }
            switch hit.intent {
            case .greeting, .thanks, .goodbye, .acknowledgement, .feedback, .complaint, .profanity, .gibberish,
                .emojiOnly,
                .empty, .competitor, .automaticReply:
                return false
            default: return true
            }
        }
    }

    // MARK: Pieces

    private func pieces(of text: TokenizedText, places: [Int]) -> [ArraySlice<Int>] {
        var pieces: [ArraySlice<Int>] = []
        var next = 0
        for sentence in text.sentences {
            let start = next
            while next < places.count, places[next] < sentence.tokens.upperBound { next += 1 }
            guard next > start else { continue }
            pieces += cut(places[start..<next], text.tokens)
        }
        return pieces
    }

    /// Cuts before "and how …", "also …" and "2)" where enough words stand on both sides.
    private func cut(_ places: ArraySlice<Int>, _ tokens: [Token]) -> [ArraySlice<Int>] {
        var pieces: [ArraySlice<Int>] = []
        var start = places.startIndex
        for index in places.indices where index > start {
            let token = tokens[places[index]]
            let isEnumerated = isInlineNumber(index, places, tokens) && index - start >= 2
            let isCoordinated =
                Self.coordinators.contains(token.text) && index - start >= 4
                && startsQuestion(after: index, places, tokens)
            if isEnumerated || isCoordinated {
                pieces.append(places[start..<index])
                start = index
            }
        }
        pieces.append(places[start...])
        return pieces
    }

    private func isInlineNumber(_ index: Int, _ places: ArraySlice<Int>, _ tokens: [Token]) -> Bool {
        let token = tokens[places[index]]
        guard index + 1 < places.endIndex, tokens[places[index + 1]].text == ")", token.text.utf8.count <= 2 else {
            return false
        }
        return token.kind == .number || token.text.utf8.count == 1
    }

    private func startsQuestion(after index: Int, _ places: ArraySlice<Int>, _ tokens: [Token]) -> Bool {
        var next = index + 1
        while next < places.endIndex,
            Self.coordinators.contains(tokens[places[next]].text) || tokens[places[next]].text == ","
        {
            next += 1
        }
        guard next + 1 < places.endIndex else { return false }
        let words = [tokens[places[next]].text, tokens[places[next + 1]].text]
        if Self.openers.contains(words[0]) { return places.endIndex - next >= 3 }
        return Self.helpers.contains(words[0]) && Self.subjects.contains(words[1])
    }

    // MARK: Parts

    private func part(_ piece: ArraySlice<Int>, _ text: TokenizedText, _ all: RuleWords) -> QuestionPart? {
        let tokens = text.tokens
        var piece = withoutMarker(piece, tokens)
        piece = withoutGreeting(piece, tokens)
        guard let opening = piece.first(where: { tokens[$0].isWordLike }), let last = piece.last else { return nil }
        let whole = all.words(ofTokens: opening...last)
        while let first = piece.first,
            tokens[first].kind == .punctuation || Self.coordinators.contains(tokens[first].text) && piece.count > 3
        {
            piece = piece.dropFirst()
        }
        guard let first = piece.first else { return nil }
        let words = all.words(ofTokens: first...last)
        guard let start = words.words.first, !isPleasantry(words) else { return nil }
        let range = tokens[first].range.lowerBound..<tokens[last].range.upperBound
        let endsAsking = piece.reversed().prefix { !tokens[$0].isWordLike }.contains { tokens[$0].text == "?" }
        let opensAsking =
            Self.openers.contains(start.text) || (Self.helpers.contains(start.text) && start.text != "have")
            || asking.matches(in: words, limit: 20).contains { $0.words.lowerBound <= 3 }
        return QuestionPart(
            text: text.text(in: range), range: range, isQuestion: endsAsking || opensAsking,
            followUp: followUps.read(whole, isQuestion: endsAsking || opensAsking))
    }

    private func withoutMarker(_ piece: ArraySlice<Int>, _ tokens: [Token]) -> ArraySlice<Int> {
        guard let first = piece.first, piece.count > 2 else { return piece }
        if tokens[first].kind == .punctuation, "-*•".contains(tokens[first].text) { return piece.dropFirst() }
        let second = tokens[piece[piece.startIndex + 1]]
        let isNumbered =
            tokens[first].text.utf8.count <= 2 && (second.text == ")" || second.text == ".")
            && second.range.lowerBound == tokens[first].range.upperBound
        return isNumbered ? piece.dropFirst(2) : piece
    }

    /// "Hi Anna, how …" and "Hello team how …" without their greeting.
    private func withoutGreeting(_ piece: ArraySlice<Int>, _ tokens: [Token]) -> ArraySlice<Int> {
        guard let first = piece.first, Self.greetings.contains(tokens[first].text) else { return piece }
        var rest = piece.dropFirst()
        if let next = rest.first, Self.addressees.contains(tokens[next].text) { rest = rest.dropFirst() }
        let name = rest.prefix(4)
        if let comma = name.firstIndex(where: { tokens[$0].text == "," || tokens[$0].text == "!" }) {
            return rest[(comma + 1)...]
        }
        return rest
    }

    /// Thanks, good wishes and introductions that cover most of a sentence.
    private func isPleasantry(_ words: RuleWords) -> Bool {
        guard let match = pleasantries.matches(in: words, limit: 50).max(by: { $0.words.count < $1.words.count }) else {
            return false
        }
        let content = words.words.indices.filter { place in
            let word = words.words[place].text
            return !match.words.contains(place) && !terms.isStopWord(word) && !terms.isLight(word)
        }
        return content.count <= 1 && words.words.count <= match.words.count + 8
    }

    private static let coordinators: Set<String> = [
        "and", "also", "plus", "additionally", "secondly", "then", "or", "but",
    ]
    private static let openers: Set<String> = ["how", "what", "where", "when", "why", "who", "which", "whether"]
    private static let helpers: Set<String> = [
        "can", "could", "is", "are", "do", "does", "did", "will", "would", "should", "may", "am", "has", "have",
    ]
    private static let subjects: Set<String> = [
        "i", "we", "you", "it", "there", "the", "they", "my", "our", "your", "this", "that", "a", "an", "someone",
        "any",
    ]
    private static let greetings: Set<String> = ["hi", "hello", "hey", "dear", "hiya", "howdy", "greetings", "good"]
    private static let addressees: Set<String> = [
        "there", "team", "support", "all", "everyone", "guys", "folks", "sir", "madam", "morning", "afternoon",
        "evening", "day",
    ]

    private static let pleasantryPatterns = [
        "thank|thanks you? ...", "thanks", "many thanks", "hope you|this|all|everything is|are|finds|find|doing ...",
        "i hope you|this|all is|are|finds|find|doing ...",
        "have a good|great|nice|lovely ...", "how are you doing? today?", "nice to meet you", "my name is _",
        "looking forward to ...", "look forward to ...", "much appreciated", "any help would be|is appreciated",
        "appreciate your|the|any|it ...", "kind|best|warm regards", "good morning|afternoon|evening|day",
        "hi|hello|hey|dear ...", "cheers", "please help me?", "please advise", "let me know",
        "i have a|some|a few|two|three|several|couple question|questions|of", "quick|one|another question",
        "sorry to bother|for", "i am|we are a|an new|long|happy|loyal customer|user", "hope|i am well", "i hope|am so",
        "take care", "bye", "sincerely", "best", "regards",
    ]

    private static let askingPatterns = [
        "how|what|where|when|why|who|which|whose",
        "can|could|may|should|would|will|shall i|we|you|it|my|our|there|someone|anyone|the|this|users|members",
        "is|are|was|were there|it|my|our|the|this|that|you|we|any|your|a",
        "do|does|did you|i|we|it|the|your|this|that|my|our|any", "have|has|had you|i|we|it|the|my|our|anyone|there",
        "am i|we",
        "any way|idea|chance|update|updates|news to|how|why|on|if|when", "wondering how|if|what|whether|when|where|why",
        "tell|show|explain|help me|us|how|what|why|the with|to|how|what|where|why|about?",
        "i would like|love|want|need to know", "need|want to know", "not sure how|what|where|if|whether|why",
        "do not know how|what|where|if|why", "curious if|about|whether|how",
        "please explain|describe|tell|clarify|confirm|show|advise|guide|provide", "is it",
        "looking for a|an|information|help|way|how", "trying to figure out", "what about", "how about",
        "need help|assistance|instructions|guidance", "steps to|for",
    ]
}
