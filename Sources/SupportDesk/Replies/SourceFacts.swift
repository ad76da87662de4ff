import TextAnalysis

/// The figures, codes and addresses of the texts that a reply may draw on.
struct SourceFacts {
    private var figures: Set<String> = []
    private let texts: String
    private let sentences: String

    init(_ texts: [String]) {
        self.texts = texts.joined(separator: "\n").lowercased()
        var words: [String] = []
        for text in texts {
            for token in TokenizedText(text).tokens {
                if let figure = Self.figure(token) { figures.insert(figure) }
                if token.isWordLike { words.append(token.text) }
            }
        }
        sentences = words.joined(separator: " ")
    }

    /// What a token would be reported as if no source has it; `nil` for what is no fact to compare.
    static func kind(of token: Token) -> ReplyFinding.Kind? {
        switch token.kind {
        case .number, .code: .unsupportedFigure
        case .url, .email: .unsupportedLink
        default: nil
        }
    }

    func has(_ token: Token) -> Bool {
        switch token.kind {
        case .url, .email:
            // A sentence's stop or a closing slash changes no address.
            var address = Substring(token.text)
            while let last = address.last, "/.,;)".contains(last) { address.removeLast() }
            for prefix in ["https://", "http://", "mailto:"] where address.hasPrefix(prefix) {
                address = address.dropFirst(prefix.count)
            }
            return hasAddress(address)
        default: return Self.figure(token).map(figures.contains) ?? false
        }
    }

    /// Whether the sources have all figures of a part of the reply.
    func hasFigures(of range: Range<Int>, in text: TokenizedText) -> Bool {
        text.tokens.filter { range.overlaps($0.range) }.compactMap(Self.figure).allSatisfy(figures.contains)
    }

    /// Whether the sources have the whole sentence, word for word.
    func hasSentence(around range: Range<Int>, in text: TokenizedText) -> Bool {
        guard let sentence = text.sentences.first(where: { $0.range.overlaps(range) }) else { return false }
        let words = text.tokens[sentence.tokens].filter(\.isWordLike).map(\.text).joined(separator: " ")
        return (" " + sentences + " ").contains(" " + words + " ")
    }

    /// The whole address, not the beginning of another one.
    private func hasAddress(_ address: Substring) -> Bool {
        guard !address.isEmpty else { return false }
        var rest = texts[...]
        while let found = rest.firstRange(of: address) {
            let next = rest[found.upperBound...].first
            if next.map({ !($0.isLetter || $0.isNumber || "-_@".contains($0)) }) ?? true { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    /// A number as it can be compared: `1,000`, `1000` and `thousand` are one.
    private static func figure(_ token: Token) -> String? {
        if token.kind == .word { return NumberWords.values[token.text].map(String.init) }
        guard token.kind == .number || token.kind == .code else { return nil }
        guard token.kind == .number else { return token.text }
        let digits = token.text.filter { $0 != "," && $0 != "'" && $0 != " " }
        return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    }
}
