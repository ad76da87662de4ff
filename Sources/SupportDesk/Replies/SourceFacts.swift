import TextAnalysis

/// The figures, codes and addresses of the texts that a reply may draw on.
struct SourceFacts {
    private let parts: [String]
    // Most replies ask for few of these, so each is made when it is first asked for.
    private lazy var figures = Set(tokens.compactMap(Self.figure))
    private lazy var texts = parts.joined(separator: "\n").lowercased()
    private lazy var words = tokens.lazy.filter(\.isWordLike).map(\.text).joined(separator: " ")
    private lazy var tokens = parts.flatMap { TokenizedText($0).tokens }

    init(_ texts: [String]) { parts = texts }

    /// What a token would be reported as if no source has it; `nil` for what is no fact to compare.
    static func kind(of token: Token) -> ReplyFinding.Kind? {
        switch token.kind {
        case .number, .code: .unsupportedFigure
        case .url, .email: .unsupportedLink
        default: nil
        }
    }

    mutating func has(_ token: Token) -> Bool {
        switch token.kind {
        case .url, .email:
            // A sentence's stop or a closing slash changes no address.
            var address = Substring(token.text)
            while let last = address.last, "/.,;)".contains(last) { address.removeLast() }
            for prefix in ["https://", "http://", "mailto:"] where address.hasPrefix(prefix) {
                address = address.dropFirst(prefix.count)
            }
            return hasAddress(address)
        default: return Self.figure(token).map { figures.contains($0) } ?? false
        }
    }

    /// Whether the sources have all figures of a part of the reply.
    mutating func hasFigures(of range: Range<Int>, in text: TokenizedText) -> Bool {
        let wanted = text.tokens.filter { range.overlaps($0.range) }.compactMap(Self.figure)
        return figures.isSuperset(of: wanted)
    }

    /// Whether the sources have the whole sentence, word for word.
    mutating func hasSentence(around range: Range<Int>, in text: TokenizedText) -> Bool {
        guard let sentence = text.sentences.first(where: { $0.range.overlaps(range) }) else { return false }
        let wanted = text.tokens[sentence.tokens].filter(\.isWordLike).map(\.text).joined(separator: " ")
        return " \(words) ".contains(" \(wanted) ")
    }

    /// The whole address, not the beginning of another one.
    mutating func hasAddress(_ address: Substring) -> Bool {
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
