import TextAnalysis

/// Finds names in a reply that its grounds do not have: menu paths, labels, people, companies, plans, files.
struct NameReader {
    let reply: ComposedReply
    let grounds: ReplyGrounds
    let analyzer: TermAnalyzer

    private var text: TokenizedText { reply.text }

    /// UTF-8 ranges, in order, none twice.
    func find() -> [Range<Int>] {
        var found = labels() + paths() + files()
        if reply.isEnglish { found += capitals() }
        return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { ranges, range in
            if let last = ranges.last, last.overlaps(range) {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    // MARK: What is set apart

    /// Bold, quoted and code-like parts. Bold of a whole sentence, or before a colon, is emphasis and no label.
    private func labels() -> [Range<Int>] {
        MarkedLabel.all(in: text).flatMap { label -> [Range<Int>] in
            if label.mark != .code {
                guard let first = text.tokens[label.tokens].first(where: \.isWordLike),
                    first.traits.contains(.capitalised), label.tokens.count <= 14, !isLeadIn(label)
                else { return [] }
            }
            return label.parts(in: text).compactMap { part in
                let tokens = part.map { text.tokens[$0] }
                guard let first = tokens.first, let last = tokens.last, tokens.contains(where: { $0.kind == .word }),
                    !tokens.contains(where: { $0.kind == .url || $0.kind == .email }), tokens.count <= 6,
                    !grounds.labels.has(tokens)
                else { return nil }
                if label.mark == .code, tokens.allSatisfy({ grounds.labels.words.contains($0.text) }) { return nil }
                return first.range.lowerBound..<last.range.upperBound
            }
        }
    }

    private func isLeadIn(_ label: MarkedLabel) -> Bool {
        guard let last = text.tokens[label.tokens].last else { return false }
        if last.text == ":" || last.text == "." || last.text == "!" { return label.mark != .quote }
        let after = label.tokens.upperBound + 1
        return label.mark == .bold && after < text.tokens.count && text.tokens[after].text == ":"
    }

    /// `Settings > Billing` without marks: before each `>` a label must end and behind it one must begin.
    private func paths() -> [Range<Int>] {
        let tokens = text.tokens
        return tokens.indices.compactMap { place in
            guard tokens[place].text == ">", place > 0, place + 1 < tokens.count, tokens[place].traits.contains(.spaced)
            else { return nil }
            let before = tokens[..<place].suffix(8).reversed().prefix { $0.isWordLike || joins($0) }.reversed()
                .filter(\.isWordLike).map(\.text)
            let after = tokens[(place + 1)...].prefix(8).prefix { $0.isWordLike || joins($0) }.filter(\.isWordLike)
            if !before.isEmpty, !grounds.labels.endsLabel(Array(before)) {
                return tokens[place - 1].range.lowerBound..<(after.first ?? tokens[place]).range.upperBound
            }
            if let first = after.first, !grounds.labels.beginsLabel(after.map(\.text)),
                after.count < 2 || !grounds.labels.has(Array(after.prefix(2)))
            {
                let name = after.prefix { $0.traits.contains(.capitalised) }.last ?? first
                return tokens[place - 1].range.lowerBound..<name.range.upperBound
            }
            return nil
        }
    }

    /// What stands inside a label: "Sign-in", "Completed tasks: All".
    private func joins(_ token: Token) -> Bool { token.text == "-" || token.text == ":" }

    private func files() -> [Range<Int>] {
        text.tokens.compactMap { token in
            guard token.kind == .word, let dot = token.text.lastIndex(of: "."),
                Self.fileEndings.contains(String(token.text[token.text.index(after: dot)...])),
                !grounds.labels.words.contains(token.text)
            else { return nil }
            return token.range
        }
    }

    private static let fileEndings: Set<String> = [
        "csv", "zip", "json", "pdf", "exe", "dmg", "msi", "pkg", "txt", "xlsx", "xls", "docx", "doc", "md", "yaml",
        "yml", "xml", "html", "log", "ini", "conf", "sh", "bat", "ps1", "png", "jpg", "tar", "gz", "sql",
    ]

    // MARK: Capitals

    /// Runs of capitalised words inside a sentence, and a name that opens one.
    private func capitals() -> [Range<Int>] {
        text.sentences.flatMap { sentence -> [Range<Int>] in
            let places = Array(sentence.tokens)
            var runs: [[Token]] = []
            var isOpening = true
            var adjoins = false
            for place in places {
                let token = text.tokens[place]
                guard token.isWordLike else {
                    if opensPart(token) { isOpening = true }
                    adjoins = false
                    continue
                }
                if token.kind == .number, isOpening { continue }
                if token.traits.contains(.startsLine) { isOpening = true }
                defer { isOpening = false }
                guard token.kind == .word, token.traits.contains(.capitalised), !isOpening || isNameAlone(at: place)
                else {
                    adjoins = false
                    continue
                }
                if adjoins, !runs.isEmpty { runs[runs.count - 1].append(token) } else { runs.append([token]) }
                adjoins = true
            }
            return runs.filter { !isKnown($0) }.map { $0[0].range.lowerBound..<$0[$0.count - 1].range.upperBound }
        }
    }

    /// After these a capital says nothing.
    private func opensPart(_ token: Token) -> Bool {
        token.kind == .emoji || token.kind == .emoticon
            || [":", "\"", "*", "§", "(", "-", "`", "_", "•", ">"].contains(token.text)
    }

    /// A capital at the start of a sentence that belongs to a name: no plural or gerund, no word that documents or everyday
    /// English know, and a verb of a single doer behind it.
    private func isNameAlone(at place: Int) -> Bool {
        let token = text.tokens[place]
        guard place + 1 < text.tokens.count, Self.verbs.contains(text.tokens[place + 1].text) else { return false }
        return !isOrdinary(token) && !token.text.hasSuffix("s") && !token.text.hasSuffix("ing")
    }

    private static let verbs: Set<String> = [
        "can", "will", "is", "has", "was", "does", "lets", "from", "at", "also", "would",
    ]

    private func isOrdinary(_ token: Token) -> Bool {
        analyzer.isStopWord(token.text) || analyzer.isLight(token.text) || analyzer.isEveryday(token.text)
            || grounds.labels.words.contains(token.text)
    }

    private func isKnown(_ run: [Token]) -> Bool {
        grounds.labels.has(run) || run.allSatisfy(isKnown)
    }

    private func isKnown(_ token: Token) -> Bool {
        var word = token.text.hasSuffix("'s") ? String(token.text.dropLast(2)) : token.text
        if isPluralOfCapitals(token) { word.removeLast() }
        if grounds.labels.capitalised.contains(word) || Self.common.contains(word) || analyzer.isStopWord(word) {
            return true
        }
        // An abbreviation that stands for what the sections spell out.
        return token.traits.contains(.allCapitals)
            && (grounds.terms.has(token) || grounds.labels.words.contains(word))
    }

    /// "PDFs".
    private func isPluralOfCapitals(_ token: Token) -> Bool {
        let written = text.text(in: token.range)
        return written.count > 2 && written.hasSuffix("s") && written.dropLast().allSatisfy(\.isUppercase)
    }

    /// Capitals that name nothing of anybody's: keys, days that are compared as dates, the usual abbreviations.
    private static let common: Set<String> = [
        "i", "ctrl", "cmd", "shift", "enter", "esc", "tab", "alt", "ok", "url", "id", "pdf", "ai", "faq", "pc", "it",
        "mr", "mrs", "ms", "dr", "dear", "hi", "hello", "english", "internet", "wi", "fi", "am", "pm", "re", "ps",
        "kind", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
        "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "step",
        "steps", "option", "note",
    ]
}
