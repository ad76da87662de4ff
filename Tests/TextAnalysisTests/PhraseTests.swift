import Testing

@testable import TextAnalysis

@Suite struct PhraseTests {
    @Test(arguments: [
        ("refund", "I demand refunds!", ["refunds"]), ("\"Refund\"", "refunds and refund", ["refund"]),
        ("cancel|close account", "closing accounts", ["closing accounts"]),
        ("flight * delayed", "my flight was delayed", ["flight was delayed"]),
        ("compens*", "compensation now", ["compensation"]),
        ("don't work", "It doesn’t. They DON’T WORK", ["DON’T WORK"]),
        ("cafe", "the CAFÉ", ["CAFÉ"]), ("art", "start of the party", []), ("legal action", "legal. Action", []),
        ("", "anything", []), ("*", "anything", []), ("* *", "any thing", []), ("!!!", "what!!!", []),
        ("a.b(c[d{", "a.b c d", ["a.b c d"]), ("日", "日本", ["日"]),
    ])
    func `a phrase is found at word boundaries`(phrase: String, text: String, expected: [String]) {
        #expect(PhraseMatcher([phrase]).matches(in: text).map(\.text) == expected)
    }

    @Test func `a denied phrase says so`() {
        let matches = PhraseMatcher(["refund"]).matches(in: "I don't want a refund, but my boss wants a refund")

        #expect(matches.map(\.isNegated) == [true, false])
    }

    @Test func `phrases that nearly match everywhere stay bounded`() {
        let matcher = PhraseMatcher((0..<400).map { "a * * * a \($0)" } + ["a a a a a a a a a a a a a a a"])

        let matches = matcher.matches(in: String(repeating: "a ", count: 2_000))

        #expect(matches.count <= 1_000)
    }

    @Test(arguments: [
        ("running", "run"), ("invoices", "invoic"), ("oauth2", "oauth2"), ("", ""), ("customer's", "custom"),
    ])
    func `English stems are Snowball's`(word: String, stem: String) {
        #expect(Stemmer().stem(word) == stem)
    }

    @Test func `an unknown language has words for stems`() {
        #expect(!Stemmer(language: "xx").isSupported)
        #expect(Stemmer(language: "xx").stem("running") == "running")
        #expect(Stemmer(language: "german").stem("häuser") != "häuser")
    }

    @Test func `threads stem side by side`() async {
        let stemmer = Stemmer()
        let words = (0..<200).map { "words\($0 % 2 == 0 ? "ing" : "ed")" }
        let expected = stemmer.stems(words)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { stemmer.stems(words) == expected } }
            for await isSame in group { #expect(isSame) }
        }
    }
}
