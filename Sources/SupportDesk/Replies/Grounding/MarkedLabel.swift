import TextAnalysis

/// A part of a text that its writer set in bold, italics, code or quotes.
struct MarkedLabel {
    enum Mark: Character {
        case bold = "§"
        case italic = "*"
        case quote = "\""
        case code = "`"
    }

    let mark: Mark
    /// The tokens between the marks.
    let tokens: Range<Int>

    /// A text whose labels can be read. Two stars become a sign of two bytes, because behind a short word (`ID**`) or a colon
    /// they would be read as part of it; every offset stays.
    static func text(_ markdown: String) -> TokenizedText {
        TokenizedText(markdown.contains("**") ? markdown.replacing("**", with: "§") : markdown)
    }

    /// At most thirty tokens long, on one line.
    static func all(in text: TokenizedText) -> [MarkedLabel] {
        var labels: [MarkedLabel] = []
        var open: [Character: Int] = [:]
        for (place, token) in text.tokens.enumerated() {
            if token.traits.contains(.startsLine) { open = [:] }
            guard token.kind == .punctuation || token.kind == .symbol, token.text.count == 1,
                let mark = token.text.first.flatMap({ $0 == "_" ? .italic : Mark(rawValue: $0) })
            else { continue }
            if let start = open.removeValue(forKey: mark.rawValue), place > start + 1, place - start <= 30 {
                labels.append(MarkedLabel(mark: mark, tokens: (start + 1)..<place))
            } else {
                open[mark.rawValue] = place
            }
        }
        return labels
    }

    /// The words of each step of a path: `Settings > Billing` has two.
    func parts(in text: TokenizedText) -> [[Int]] {
        tokens.split { text.tokens[$0].text == ">" }.map { $0.filter { text.tokens[$0].isWordLike } }
    }
}
