/// A text cut into tokens and sentences, once for all that read it.
package struct TokenizedText: Sendable {
    package let source: String
    package let tokens: [Token]
    package let sentences: [Sentence]

    /// Linear in the length of the text, whatever it holds.
    package init(_ source: String) {
        let bytes = Array(source.utf8)
        var tokenizer = Tokenizer(bytes)
        self.init(source: source, bytes: bytes, tokens: tokenizer.run())
    }

    init(source: String, bytes: [UInt8], tokens: [Token]) {
        self.source = source
        self.tokens = tokens
        sentences = SentenceSplitter(tokens: tokens).run()
    }

    /// The text between two UTF-8 offsets that lie on scalar boundaries.
    package func text(in range: Range<Int>) -> String {
        let utf8 = source.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let end = utf8.index(start, offsetBy: range.count)
        return String(source[start..<end])
    }
}
