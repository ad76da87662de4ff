import TextAnalysis

/// Names as texts write them: runs of words with their capitals, and what the texts set in bold, quotes or code.
struct LabelBook {
    /// Every word that stands somewhere with a capital, folded.
    private(set) var capitalised: Set<String> = []
    /// Every word, folded.
    private(set) var words: Set<String> = []
    /// The words of each menu label and button, folded, by the first of them.
    private var labels: [String: [[String]]] = [:]
    private var all: Set<[String]> = []
    /// Words with a mark where one begins with a capital, to find a run of them as written.
    private var written = " "

    init(_ texts: [TokenizedText]) {
        for text in texts {
            for token in text.tokens where token.isWordLike {
                words.insert(token.text)
                if token.traits.contains(.capitalised) { capitalised.insert(token.text) }
                written += Self.written(token) + " "
            }
            for label in MarkedLabel.all(in: text) {
                for part in label.parts(in: text) {
                    let words = part.map { text.tokens[$0].text }
                    guard !words.isEmpty, all.insert(words).inserted else { continue }
                    labels[words[0], default: []].append(words)
                }
            }
            written += "| "
        }
    }

    /// Whether a run of words is a label, or stands somewhere with the same first capital.
    func has(_ tokens: [Token]) -> Bool {
        guard !tokens.isEmpty else { return true }
        if all.contains(tokens.map(\.text)) { return true }
        return written.contains(" " + tokens.map(Self.written).joined(separator: " ") + " ")
    }

    /// Whether the words that follow begin with a label.
    func beginsLabel(_ words: [String]) -> Bool {
        guard let first = words.first else { return false }
        return labels[first]?.contains { words.starts(with: $0) } ?? false
    }

    func endsLabel(_ words: [String]) -> Bool {
        words.indices.contains { all.contains(Array(words[$0...])) }
    }

    private static func written(_ token: Token) -> String {
        token.traits.contains(.capitalised) ? "^" + token.text : token.text
    }
}
