import TextAnalysis

/// Finds what the desk says it did or will do, or guarantees: "I have reset your password", "we'll call you tomorrow".
///
/// What a text of the company says in much the same words may be said again; help to read on ("I'll explain") is no promise.
struct PromiseReader: Sendable {
    private let helpful: Set<String>
    private let actions: Set<String>
    private let people: Set<String>
    private let messages: Set<String>
    private let handled: Set<String>
    private let news: Set<String>
    private let analyzer: TermAnalyzer

    init(stemmer: Stemmer) {
        func stems(_ words: String) -> Set<String> { Set(stemmer.stems(words.split(separator: " ").map(String.init))) }
        analyzer = TermAnalyzer(language: "en")
        helpful = stems(
            "help assist explain show walk guide need know see recommend suggest assume understand describe answer hope list try like"
        )
        actions = stems(
            """
            reset change update cancel upgrade downgrade extend create send sent forward escalate pass passed inform notify ask
            contact fix resolve restore delete remove add activate enable unlock disable refund credit check review look
            investigate report log flag mark assign schedule arrange request submit process adjust correct apply set switch
            merge transfer book note record register confirm start trigger increase raise prioritise prioritize verify approve
            open close deactivate reactivate reopen move made make given gave talked spoke told put run ran renew grant granted
            reserve order prepare prepared install rolled shipped sorted handled taken took got
            """)
        people = stems(
            """
            team specialist colleague agent engineer expert person manager representative technician developer teammate
            department somebody someone advisor supervisor human staff accountant lawyer
            """)
        messages = stems(
            "call reply answer response email mail message update confirmation quote offer letter invoice ticket news callback"
        )
        news = stems("fix update release patch solution feature version improvement change")
        handled = stems(
            """
            fix resolve handle process prioritise prioritize review forward escalate correct release ship build built address
            unlock upgrade reset extend restore answer contact call notify inform investigate improve approve deliver deploy
            complete arrange solve repair ready available live cancel reactivate reopen schedule add activate waive expedite
            """)
    }

    func find(in reply: ComposedReply, grounds: ReplyGrounds) -> [Range<Int>] {
        guard reply.isEnglish else { return [] }
        var support: PromiseSupport?
        return zip(reply.sentences, reply.text.sentences).compactMap { words, sentence in
            guard let found = promise(in: words, isQuestion: sentence.isQuestion) else { return nil }
            let end = clauseEnd(words, from: found.upperBound)
            if support == nil { support = PromiseSupport(grounds, analyzer: analyzer) }
            if let support, support.says(words[found.lowerBound..<end]) { return nil }
            return words[found.lowerBound].range.lowerBound..<words[end - 1].range.upperBound
        }
    }

    // MARK: Patterns

    /// The words that make a sentence a promise.
    private func promise(in words: [ComposedReply.Word], isQuestion: Bool) -> Range<Int>? {
        for place in words.indices {
            let length =
                doing(words[place...]) ?? hearing(words[place...]) ?? beingHandled(words[place...])
                ?? assuring(words[place...]) ?? foretelling(words[place...])
            if let length, !isOpen(words[..<place]), !isQuestion || length > 3 { return place..<(place + length) }
        }
        return nil
    }

    /// Said not to be certain: "can't promise whether it will be built", "if we have sent".
    private func isOpen(_ before: ArraySlice<ComposedReply.Word>) -> Bool {
        before.suffix(8).contains {
            ["whether", "if", "once", "unless", "until", "cannot", "when", "after"].contains($0.text)
        }
            || zip(before.suffix(6), before.suffix(6).dropFirst()).contains {
                $0.text == "not" && Self.doubts.contains($1.text)
            }
    }

    /// "I have reset", "our team is already working", "we will call", "a specialist is going to".
    private func doing(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        guard let subject = subject(words) else { return nil }
        let isFirst = subject == 1 && ["i", "we"].contains(words[words.startIndex].text)
        var rest = words.dropFirst(subject)
        var length = subject
        func skip() {
            while let next = rest.first, Self.adverbs.contains(next.text) {
                rest = rest.dropFirst()
                length += 1
            }
        }
        skip()
        guard let helper = rest.first else { return nil }
        let helpers = rest.prefix(3).map(\.text)
        switch helper.text {
        case "will", "shall":
            rest = rest.dropFirst()
            length += 1
        case "am", "are", "is":
            if helpers.dropFirst().starts(with: ["going", "to"]) {
                rest = rest.dropFirst(3)
                length += 3
            } else {
                rest = rest.dropFirst()
                length += 1
                skip()
                guard let verb = rest.first,
                    Self.ongoing.contains(verb.text) || verb.text == "aware" || !isFirst && verb.text.hasSuffix("ing")
                else { return nil }
                return length + 1
            }
        case "have", "has":
            rest = rest.dropFirst()
            length += 1
            skip()
            guard let verb = rest.first, verb.text != "not", actions.contains(verb.stem) else { return nil }
            return length + 1
        case "plan", "intend", "promise", "guarantee", "assure", "commit":
            return isFirst || helper.text != "plan" ? length + 1 : nil
        default:
            // "I checked your account": the past, with what it was done to.
            guard isFirst, helper.text.hasSuffix("ed") || Self.pasts.contains(helper.text),
                actions.contains(helper.stem)
            else {
                return nil
            }
            return length + 1
        }
        skip()
        guard let verb = rest.first, verb.text != "not" else { return nil }
        if isFirst, helpful.contains(verb.stem) { return nil }
        if verb.text == "be", let state = rest.dropFirst().first {
            if ["happy", "glad", "pleased", "able", "here", "delighted", "sorry", "using", "needed"].contains(
                state.text)
            {
                return nil
            }
        }
        return length + 1
    }

    /// The number of words that name who acts for the company.
    private func subject(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        guard let first = words.first else { return nil }
        if ["i", "we"].contains(first.text) { return 1 }
        if ["someone", "somebody"].contains(first.text) { return 1 }
        guard ["our", "the", "a", "an", "one", "my", "your"].contains(first.text) else { return nil }
        // "a person who answers": at most four words, the last of them a person.
        for length in 2...5 {
            guard let last = words.dropFirst(length - 1).first else { return nil }
            if people.contains(last.stem), !people.contains(words.dropFirst(length).first?.stem ?? "") {
                return first.text == "your" && last.text != "manager"
                    ? nil : isOurs(words.prefix(length)) ? length : nil
            }
        }
        return nil
    }

    /// "Your admin" and "the project manager" are the customer's people.
    private func isOurs(_ words: ArraySlice<ComposedReply.Word>) -> Bool {
        let texts = words.map(\.text)
        if texts.contains("our") || texts.contains("support") { return true }
        if texts.contains("manager") || texts.contains("project") || texts.contains("your") { return false }
        return ["a", "an", "the", "one", "my"].contains(texts.first ?? "")
    }

    /// "You'll hear from us", "get back to you", "expect a reply".
    private func hearing(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        let texts = words.prefix(7).map(\.text)
        for phrase in Self.contacts where texts.starts(with: phrase) { return phrase.count }
        guard texts.first == "you" || texts.first == "expect" else { return nil }
        var place = 1
        if texts.first == "you" {
            guard texts.count > 2, ["will", "should", "shall", "can"].contains(texts[1]) else { return nil }
            place = 2
            while place < texts.count, Self.adverbs.contains(texts[place]) { place += 1 }
            guard place < texts.count, ["receive", "get", "have", "hear", "be", "expect"].contains(texts[place]) else {
                return nil
            }
            if texts[place] == "hear" { return place + 1 }
            if texts[place] == "be" {
                guard place + 1 < texts.count,
                    ["contacted", "called", "informed", "notified", "updated"].contains(texts[place + 1])
                else { return nil }
                return place + 2
            }
            if texts[1] == "can", texts[place] != "expect" { return nil }
            place += 1
        }
        for (index, word) in words.dropFirst(place).prefix(3).enumerated() where messages.contains(word.stem) {
            return place + index + 1
        }
        return nil
    }

    /// "Your request will be handled", "this has been fixed", "it is being reviewed".
    private func beingHandled(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        let texts = words.prefix(6).map(\.text)
        guard texts.count >= 3 else { return nil }
        var place: Int
        switch texts[0] {
        case "will", "shall": place = 1
        case "has", "have", "is", "are", "was": place = 1
        default: return nil
        }
        while place < texts.count, Self.adverbs.contains(texts[place]) { place += 1 }
        guard place < texts.count, ["be", "been", "being"].contains(texts[place]) else { return nil }
        place += 1
        while place < texts.count, Self.adverbs.contains(texts[place]) { place += 1 }
        guard place < texts.count, handled.contains(words[words.startIndex + place].stem) else { return nil }
        return place + 1
    }

    /// "A fix is coming", "next week", "soon": when something will be, which no text of the company says.
    private func foretelling(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        let texts = words.prefix(4).map(\.text)
        if texts.count > 2, news.contains(words[words.startIndex].stem), ["is", "are"].contains(texts[1]),
            ["coming", "planned", "underway", "scheduled", "due", "expected", "near", "on", "already", "being"]
                .contains(texts[2])
        {
            return 3
        }
        if texts.count > 1, texts[0] == "next",
            ["week", "month", "release", "version", "quarter", "year"].contains(texts[1])
        {
            return 2
        }
        return texts.starts(with: ["this", "afternoon"]) || texts.starts(with: ["by", "tonight"]) ? 2 : nil
    }

    /// "We guarantee", "rest assured", "I'll make sure", "you have my word".
    private func assuring(_ words: ArraySlice<ComposedReply.Word>) -> Int? {
        let texts = words.prefix(5).map(\.text)
        return Self.assurances.first { texts.starts(with: $0) }?.count
    }

    /// Where the clause ends that begins a promise: at its sentence's end or at most twelve words on.
    private func clauseEnd(_ words: [ComposedReply.Word], from place: Int) -> Int {
        var end = place
        while end < words.count, end < place + 12, !["but", "so", "and", "because"].contains(words[end].text) {
            end += 1
        }
        return end
    }
}
