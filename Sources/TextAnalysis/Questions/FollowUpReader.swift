/// Tells texts that need an earlier topic from those that bring their own.
struct FollowUpReader: Sendable {
    private enum Kind { case failed, elaborate, instead, yes, no, choice }

    private var book = PatternBook<Kind>()
    private let terms: TermAnalyzer

    init(terms: TermAnalyzer) {
        self.terms = terms
        func add(_ kind: Kind, _ patterns: [String]) {
            for pattern in patterns { book.add(pattern, kind, stemmer: terms.stemmer) }
        }
        add(
            .failed,
            [
                "that|this|it|which|those|these|none|neither|solution|steps|suggestion of? that|them|these? really|unfortunately? did|does|do|has|have not help|work|helped|worked|solve|fix|change|do",
                "did|does not work|help either?|for?|though?",
                "still does|is|are|have|having|get|getting|see|seeing|can|the|not|same|broken|fails|failing not? ...",
                "still no|not|broken|failing", "same problem|error|issue|thing|result|message", "no luck",
                "already tried|did|done that|this|it|those|all", "tried that|this|it|those|everything|all",
                "not what i asked|meant|want|wanted|need", "not helpful|helping", "did not answer|help",
                "nothing changed|happened|happens|works", "no difference|change|success", "not my question",
                "wrong answer",
            ])
        add(
            .elaborate,
            [
                "why", "why not", "how so", "how come", "tell me more", "more details|detail|info|information",
                "explain more|further|that|again", "what do you mean",
                "can|could you elaborate|explain|clarify that|more|further|it|this?|?", "elaborate",
                "how exactly|precisely", "for example", "such as", "go on", "and then", "then what", "what else",
                "what next", "what is next", "i do not understand|follow|get it?", "can you be more specific",
                "meaning", "say more",
            ])
        add(
            .instead,
            [
                "and|or on|for|in|with|from|if|via|to|using|about|as ...", "what|how about ...", "what if ...",
                "same|also for|on|with|about|in ...", "and|or the|my|our|a|an ...",
            ])
        add(
            .yes,
            [
                "yes|yep|yeah|yup|correct|right|exactly|sure|ok|okay|affirmative|absolutely|definitely|indeed",
                "that is right|correct|it|the", "please do", "go ahead", "it|that does|did|is|worked",
            ])
        add(
            .no,
            [
                "no|nope|nah|negative", "not yet|really|quite|exactly", "i do not|have not|did not|am not", "neither",
                "none",
            ])
        add(
            .choice,
            [
                "the? first|second|third|last|latter|former|other one|option?",
                "option 1|2|3|4|one|two|three|a|b|c|first|second", "both", "either", "number 1|2|3|one|two|three",
            ])
        book.seal()
    }

    /// Nothing longer than 14 words is taken for a follow-up.
    func read(_ words: RuleWords, isQuestion: Bool) -> FollowUp? {
        guard words.words.count <= 14 else { return nil }
        let matches = book.matches(in: words, limit: 100)
        let count = words.words.count
        let opening = matches.filter { $0.words.lowerBound <= 1 }
        func has(_ kind: Kind, among matches: [PatternBook<Kind>.Match]) -> PatternBook<Kind>.Match? {
            matches.first { book.payload(of: $0) == kind }
        }
        let content = words.words.filter { !terms.isStopWord($0.text) && !terms.isLight($0.text) }
        if count <= 14, let match = has(.failed, among: matches), match.words.lowerBound <= 2, content.count <= 1 {
            return .didNotHelp
        }
        if count <= 6, content.count <= 1, let match = has(.elaborate, among: opening), match.words.lowerBound == 0,
            match.words.count >= count - 1
        {
            return .elaborate
        }
        if count <= 8, let match = has(.instead, among: opening), match.words.lowerBound == 0, !content.isEmpty,
            !isCompleteQuestion(words)
        {
            return .aboutInstead(content.map(\.text).joined(separator: " "))
        }
        if !isQuestion, count <= 6, content.count <= 2 {
            if has(.choice, among: opening) != nil { return .reply(affirmative: nil) }
            if let match = has(.yes, among: opening), match.words.lowerBound == 0 { return .reply(affirmative: true) }
            if let match = has(.no, among: opening), match.words.lowerBound == 0 { return .reply(affirmative: false) }
        }
        return pointsBack(words, content: content) ? .pronoun : nil
    }

    /// "What if I forgot my password" has a subject and a verb of its own.
    private func isCompleteQuestion(_ words: RuleWords) -> Bool {
        words.words.dropFirst(2).contains {
            ["i", "we", "do", "does", "is", "are", "can", "was", "did"].contains($0.text)
        }
    }

    /// A pronoun and hardly anything else: "How do I do that?", "Is it free?", "How do I disable it?"
    private func pointsBack(_ words: RuleWords, content: [RuleWords.Word]) -> Bool {
        guard words.words.count <= 10, content.count <= 1 else { return false }
        return words.words.indices.contains { place in
            guard Self.pronouns.contains(words.words[place].text) else { return false }
            // "this feature", "is it possible to": not standing for a subject
            guard place + 1 < words.words.count else { return true }
            let next = words.words[place + 1]
            if ["possible", "ok", "okay", "allowed"].contains(next.text) { return words.words.count <= place + 2 }
            let isDemonstrative = ["that", "this", "those", "these"].contains(words.words[place].text)
            return !(isDemonstrative && content.contains { $0.token == next.token })
        }
    }

    private static let pronouns: Set<String> = ["it", "that", "this", "they", "them", "those", "these", "one", "there"]
}
