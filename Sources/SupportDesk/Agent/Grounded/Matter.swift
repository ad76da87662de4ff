import TextAnalysis

/// Something the customer asks or reports, as it is searched for.
struct Matter: Equatable, Sendable {
    /// In the order in which they are tried, at most two: the second when the first finds nothing.
    let queries: [String]
    /// As the customer put it.
    let words: String
    let isQuestion: Bool
    /// Asks whether something exists or can be done: a section that only comes near proves nothing.
    let needsProof: Bool

    static let longestQuery = 600
    /// Questions of one message that are searched for apart.
    static let most = 4
}

extension Matter {
    /// The message as a whole: its subject and what it asks, then the questions alone.
    static func whole(_ brief: RunBrief) -> Matter {
        let texts = brief.messages.map { focus($0) }
        let subjects = brief.messages.compactMap { $0.subject?.body.text }
        let questions = brief.messages.flatMap(\.analysis.questions)
        let first = (subjects + texts).joined(separator: "\n")
        let second = questions.map(\.text).joined(separator: "\n")
        return Matter(
            queries: distinct([leaning(first, brief), leaning(second, brief)], without: brief.kit.ownNames),
            words: texts.joined(separator: " "),
            isQuestion: questions.contains(where: \.isQuestion), needsProof: questions.contains(where: \.asksWhether))
    }

    /// Each question of the messages, where there are several.
    static func parts(_ brief: RunBrief) -> [Matter] {
        let questions = brief.messages.flatMap(\.analysis.questions).filter(\.isQuestion)
        guard questions.count > 1 else { return [] }
        return questions.prefix(most).map { part in
            Matter(
                queries: distinct([part.text], without: brief.kit.ownNames), words: part.text, isQuestion: true,
                needsProof: part.asksWhether)
        }
    }

    /// A long message without what only leads up to its questions.
    private static func focus(_ message: ReadMessage) -> String {
        let text = message.analysis.body.text
        guard text.utf8.count > longestQuery else { return text }
        let questions = message.analysis.questions.map(\.text).joined(separator: "\n")
        return questions.isEmpty ? text : questions
    }

    /// A question that leans on the last answer is searched for together with its topic.
    private static func leaning(_ query: String, _ brief: RunBrief) -> String {
        guard let topic = brief.context.topic?.query ?? brief.context.clarification?.query else { return query }
        let leans = brief.messages.allSatisfy { message in
            !message.analysis.questions.isEmpty && message.analysis.questions.allSatisfy { $0.followUp != nil }
        }
        let answers =
            brief.context.clarification != nil && brief.newest.analysis.questions.allSatisfy { !$0.isQuestion }
        return leans || answers ? topic + "\n" + query : query
    }

    /// Numbers and addresses of a person find nothing and belong into no log.
    private static func withoutPersonalData(_ query: String) -> String {
        let spans = PersonalDataSpan.all(in: query)
        guard !spans.isEmpty else { return query }
        var bytes = Array(query.utf8)
        for span in spans.reversed() { bytes.removeSubrange(span.range) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The product's and the company's names stand in every other section and tell none from another.
    private static func withoutNames(_ query: String, _ names: Set<String>) -> String {
        query.split(separator: " ", omittingEmptySubsequences: false).filter { word in
            !names.contains(word.lowercased().filter { $0.isLetter || $0.isNumber })
        }.joined(separator: " ")
    }

    private static func distinct(_ queries: [String], without names: Set<String>) -> [String] {
        var result: [String] = []
        for query in queries.map({ cut(withoutNames(withoutPersonalData($0), names).trimmed) })
        where !query.isEmpty && !result.contains(query) {
            result.append(query)
        }
        return result
    }

    private static func cut(_ query: String) -> String {
        guard query.unicodeScalars.count > longestQuery else { return query }
        let start = String(String.UnicodeScalarView(query.unicodeScalars.prefix(longestQuery)))
        return start.lastIndex(where: \.isWhitespace).map { String(start[..<$0]) } ?? start
    }
}

extension QuestionPart {
    /// "Can it …?", "Do you offer …?", "Is there …?"
    fileprivate var asksWhether: Bool {
        guard isQuestion else { return false }
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" }.prefix(2).map(String.init)
        guard words.count == 2, !["i", "we", "that", "this", "it's", "not"].contains(words[1]) else { return false }
        let first = words[0]
        return ["can", "could", "does", "do", "is", "are", "will", "would", "has", "have", "did"].contains(first)
    }
}
