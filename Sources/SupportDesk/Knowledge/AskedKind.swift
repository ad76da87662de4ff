import TextAnalysis

/// What kind of thing is asked: two questions with the same words may want a way, a cause or a yes.
enum AskedKind: Sendable {
    case way, cause, whether, fact

    /// The kind of a heading or a query: that of its first question word, wherever it stands; `nil` for a statement.
    init?(_ text: String) {
        for token in TokenizedText(text).tokens.prefix(80) where token.kind == .word {
            switch token.text {
            case "how", "where", "steps": self = .way
            case "why": self = .cause
            case "what", "which", "who", "when", "whose", "whats": self = .fact
            case "can", "could", "does", "is", "are", "do", "may":
                guard token.traits.contains(.startsLine) || token.traits.contains(.capitalised) else { continue }
                self = .whether
            default: continue
            }
            return
        }
        return nil
    }
}
