import Testing

@testable import TextAnalysis

@Suite struct HostileInputTests {
    static let analyzer = TextAnalyzer(TextAnalyzerConfiguration(competitors: ["Zenboard"]))

    @Test(arguments: Hostile.texts)
    func `the whole analysis survives`(sample: Hostile.Sample) {
        let analysis = Self.analyzer.analyze(sample.text)

        #expect(analysis.questions.count <= QuestionSplitter.most)
        #expect(analysis.topics.count <= Topics.most)
        #expect((0...1).contains(analysis.sentiment.score) && (0...1).contains(analysis.sentiment.confidence))
        #expect((0...1).contains(analysis.abuse.confidence))
        #expect(analysis.personalData.count <= 1_000)
    }

    @Test func `random bytes of many kinds are read without a fault`() {
        var random = SeededRandom(42)
        let pieces = [
            "a", "é", "😀", "\u{301}", "\n", "  ", "not", "you", "hate", "4111 1111 1111 1111", "@", ".", "?", "and",
            "how do I ",
            "\u{202E}", "-", "*", "'", "’", "f*", "+49 30 1234567", "refund", "don't", "DE89", "x@y.zz", "日", "1)",
            ":)", "\u{200D}",
            "> ", "Regards\n", "http://", "$", "&", "_", "#1", "ﬁ", "İ", "ß", "Ǆ",
        ]
        for _ in 0..<400 {
            let count = Int.random(in: 0...25, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined(separator: Bool.random(using: &random) ? " " : "")
            let analysis = Self.analyzer.analyze(text)
            let bytes = Array(text.utf8)
            for hit in analysis.intents where !hit.text.isEmpty {
                #expect(Array(bytes[hit.range]) == Array(hit.text.utf8), "\(text)")
            }
            for span in analysis.personalData {
                #expect(Array(bytes[span.range]) == Array(span.text.utf8), "\(text)")
            }
            var masker = PersonalDataMasker()
            let masked = masker.mask(text)
            #expect(analysis.personalData.isEmpty == (masked == text))
        }
    }

    @Test func `one analyzer serves many threads with the same result`() async {
        let text =
            "I can't log in!!! Please call me at 202-555-0143 or refund me. How do I export, and how do I invite people?"
        let expected = Self.analyzer.analyze(text)
        await withTaskGroup(of: MessageAnalysis.self) { group in
            for _ in 0..<32 { group.addTask { Self.analyzer.analyze(text) } }
            for await analysis in group {
                #expect(analysis.intents == expected.intents)
                #expect(analysis.sentiment == expected.sentiment)
                #expect(analysis.questions == expected.questions)
            }
        }
    }
}
