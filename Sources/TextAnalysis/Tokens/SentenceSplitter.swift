/// Groups tokens into sentences: by closing marks, by empty lines, by list items.
///
/// A dot inside a version, an address or a number never reaches this point as a token of its own; what remains are
/// abbreviations, and single line breaks of wrapped text, which end a sentence only before a capital, a bullet or a number.
struct SentenceSplitter {
    let tokens: [Token]

    func run() -> [Sentence] {
        var sentences: [Sentence] = []
        var start = 0
        var index = 0
        while index < tokens.count {
            if index > start, breaksLine(before: index) {
                close(start..<index, &sentences)
                start = index
            }
            if endsSentence(at: index) {
                var end = index + 1
                while end < tokens.count, isCloser(tokens[end]), !tokens[end].traits.contains(.startsLine) { end += 1 }
                close(start..<end, &sentences)
                start = end
                index = end
            } else {
                index += 1
            }
        }
        close(start..<tokens.count, &sentences)
        return sentences
    }

    private func close(_ range: Range<Int>, _ sentences: inout [Sentence]) {
        guard !range.isEmpty else { return }
        var question = false
        var exclamation = false
        for token in tokens[range].reversed() {
            guard token.kind == .punctuation || token.kind == .emoji || token.kind == .emoticon else { break }
            if token.text == "?" { question = true }
            if token.text == "!" { exclamation = true }
        }
        sentences.append(
            Sentence(
                range: tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound,
                tokens: range, isQuestion: question, isExclamation: exclamation,
                isListItem: listMarkerLength(at: range.lowerBound) > 0))
    }

    private func endsSentence(at index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .punctuation else { return false }
        switch token.text {
        case "?", "!": return !(index + 1 < tokens.count && isMark(tokens[index + 1], "?", "!"))
        case ".": return !isAbbreviation(before: index) && !isListNumber(before: index)
        case "...":
            guard index + 1 < tokens.count else { return true }
            return tokens[index + 1].traits.contains(.capitalised)
        default: return false
        }
    }

    /// "e.g.", "Mr.", "No. 5", "J. Smith": the dot belongs to the word before it.
    private func isAbbreviation(before dot: Int) -> Bool {
        guard dot > 0, tokens[dot].range.count == 1 else { return false }
        let word = tokens[dot - 1]
        guard word.kind == .word, word.range.upperBound == tokens[dot].range.lowerBound else { return false }
        guard dot + 1 < tokens.count else { return false }
        let next = tokens[dot + 1]
        if next.traits.contains(.startsParagraph) { return false }
        if Self.titles.contains(word.text) { return true }
        if word.text == "no", next.kind == .number { return true }
        if word.text.utf8.count == 1, word.traits.contains(.capitalised), word.text != "i" {
            return next.traits.contains(.capitalised)
        }
        return Self.abbreviations.contains(word.text) && !next.traits.contains(.capitalised)
    }

    private func isListNumber(before dot: Int) -> Bool {
        guard dot > 0, dot + 1 < tokens.count else { return false }
        let word = tokens[dot - 1]
        return word.traits.contains(.startsLine) && word.text.utf8.count <= 2
            && (word.kind == .number || word.text.utf8.count == 1)
    }

    private func breaksLine(before index: Int) -> Bool {
        let token = tokens[index]
        guard token.traits.contains(.startsLine) else { return false }
        if token.traits.contains(.startsParagraph) || listMarkerLength(at: index) > 0 { return true }
        if isMark(tokens[index - 1], ",", ";") { return isMark(tokens[index - 1], ";", ";") }
        return token.traits.contains(.capitalised) || token.kind != .word
            || (isMark(tokens[index - 1], ":", ")"))
    }

    /// How many tokens the bullet or number of a list item takes; 0 when the line is none.
    func listMarkerLength(at index: Int) -> Int {
        guard index < tokens.count, tokens[index].traits.contains(.startsLine), index + 1 < tokens.count else {
            return 0
        }
        let token = tokens[index]
        let next = tokens[index + 1]
        if token.kind == .punctuation, "-*•–".contains(token.text), next.traits.contains(.spaced) { return 1 }
        if token.text == "(" && index + 3 < tokens.count, isMark(tokens[index + 2], ")", ")") { return 3 }
        guard token.text.utf8.count <= 2, token.kind == .number || (token.kind == .word && token.text.utf8.count == 1)
        else { return 0 }
        return isMark(next, ")", ".") && next.range.lowerBound == token.range.upperBound ? 2 : 0
    }

    private func isMark(_ token: Token, _ first: String, _ second: String) -> Bool {
        token.kind == .punctuation && (token.text == first || token.text == second)
    }

    private func isCloser(_ token: Token) -> Bool {
        switch token.kind {
        case .punctuation: "?!.\"')]".contains(token.text) && !token.traits.contains(.spaced)
        case .emoji, .emoticon: true
        default: false
        }
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "e.g", "i.e", "eg", "ie", "fig", "approx",
    ]
    private static let abbreviations: Set<String> = [
        "etc", "inc", "ltd", "corp", "co", "dept", "est", "min", "max", "hr", "hrs", "mins", "sec", "tel", "ext", "jan",
        "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "a.m", "p.m", "u.s", "u.k",
        "incl",
        "excl", "acc", "acct", "attn", "ref", "ver", "vol", "pp", "al",
    ]
}
